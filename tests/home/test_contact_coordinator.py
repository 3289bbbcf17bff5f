from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from core.models import CoordinatorSettings
from home import services
from home.models import MessageToCoordinator
from home.models.messages import MAX_LENGTH
from home.tasks import send_message
from tests import factories
from tests.reading import LANGUAGES, read

MESSAGE = {"subject": "Greška u imeniku", "text": "Telefon nije tačan.\nHvala."}
URL = "/pisite-koordinatorki/"
KOORDINATORKA = "koordinatorka@mreza.example"


@pytest.fixture
def sender(client, db):
    """A member, signed in; the coordinator has an address."""
    settings = CoordinatorSettings.load()
    settings.name, settings.email, settings.phone = "Ivana Petrović", KOORDINATORKA, "011/555-0142"
    settings.save()
    user = factories.member(first_name="Jelena", last_name="Marković")
    client.force_login(user)
    return user


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_in_every_language(client, sender, language):
    html = read(client, URL, language)
    words = {
        "sr-latn": ["Pišite koordinatorki", "Pošalji poruku", "Ivana Petrović"],
        "sr": ["Пишите координаторки", "Пошаљи поруку", "Ивана Петровић"],
        "en": ["Write to the coordinator", "Send the message", "Ivana Petrović"],
    }
    for word in words[language]:
        assert word in html
    assert KOORDINATORKA in html


def test_a_message_is_sent_and_a_copy_kept(client, sender):
    response = client.post(URL, MESSAGE, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert "Primerak je sačuvan." in response.content.decode()
    kept = MessageToCoordinator.objects.get()
    assert (kept.sender, kept.subject, kept.text) == (sender, MESSAGE["subject"], MESSAGE["text"])
    assert kept.sent_at
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to, sent.subject) == ([KOORDINATORKA], [sender.email], MESSAGE["subject"])
    assert MESSAGE["text"] in sent.body
    assert "Jelena Marković" in sent.body


def test_the_page_that_the_person_came_from_goes_along(client, sender):
    html = client.get(URL, headers={"referer": "http://testserver/vesti/"}).content.decode()
    assert 'value="http://testserver/vesti/"' in html
    client.post(URL, MESSAGE | {"page": "http://testserver/vesti/"})
    assert mail.outbox[0].body.endswith("http://testserver/vesti/")
    assert "elsewhere" not in client.get(URL, headers={"referer": "https://elsewhere.example/"}).content.decode()


def test_the_message_is_kept_when_the_mail_fails(client, sender, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuse)
        assert client.post(URL, MESSAGE).status_code == 302
    kept = MessageToCoordinator.objects.get()
    assert kept.sent_at is None
    assert not mail.outbox
    send_message.call(message_id=kept.pk)
    send_message.call(message_id=kept.pk)
    assert len(mail.outbox) == 1
    kept.refresh_from_db()
    assert kept.sent_at


def test_the_message_is_kept_when_there_is_no_address_to_send_it_to(client, sender):
    CoordinatorSettings.objects.update(email="")
    assert client.post(URL, MESSAGE).status_code == 302
    assert MessageToCoordinator.objects.get().sent_at is None
    assert not mail.outbox


def test_line_ends_in_the_subject_do_not_stop_the_mail(sender):
    services.write_to_coordinator(sender=sender, subject="Pitanje\r\nBcc: svi@grad.test", text="Tekst")
    sent = mail.outbox[0]
    assert sent.subject == "Pitanje Bcc: svi@grad.test"
    assert sent.recipients() == [KOORDINATORKA]
    assert MessageToCoordinator.objects.get().sent_at


@pytest.mark.parametrize(
    ("data", "kept", "words"),
    [
        ({"subject": "", "text": "Ostaje"}, "Ostaje", "Ništa od unetog nije izgubljeno."),
        ({"subject": "Ostaje", "text": ""}, "Ostaje", "Ništa od unetog nije izgubljeno."),
        ({"subject": "Ostaje", "text": "a" * (MAX_LENGTH + 1)}, "Ostaje", str(MAX_LENGTH)),
        ({"subject": "a" * 151, "text": "<b>Ostaje</b>"}, "&lt;b&gt;Ostaje&lt;/b&gt;", "150"),
    ],
)
def test_a_message_that_cannot_be_sent_comes_back_as_it_was(client, sender, data, kept, words):
    response = client.post(URL, data)
    html = response.content.decode()
    assert response.status_code == 200
    assert kept in html
    assert words in html
    assert "Greška:" in html
    assert not MessageToCoordinator.objects.exists()
    assert not mail.outbox


def test_whoever_lost_the_appointment_may_still_write(client, sender):
    client.force_login(factories.former_member())
    assert client.post(URL, MESSAGE).status_code == 302
    assert len(mail.outbox) == 1


def test_nobody_writes_without_signing_in(client, sender):
    client.logout()
    assert client.post(URL, MESSAGE).url.startswith("/nalog/login/")
    assert not MessageToCoordinator.objects.exists()
