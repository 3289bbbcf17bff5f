"""The account in the admin: one place for the script, nothing about workflows."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.urls import reverse

from tests import factories


def test_script_is_chosen_once_for_site_and_admin(db, client):
    editor = factories.editor()
    client.force_login(editor)
    address = reverse("wagtailadmin_account")
    form = BeautifulSoup(client.get(address).content.decode(), "html.parser")
    names = {field["name"] for field in form.select("main [name]")}
    assert "language-language" in names
    assert not names & {
        "locale-preferred_language",
        "locale-current_time_zone",
        "notifications-submitted_notifications",
    }
    sent = {"name_email-first_name": "Јелена", "name_email-last_name": "Ђурић", "language-language": "sr"}
    look = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    response = client.post(address, sent | look, follow=True)
    editor.refresh_from_db()
    assert (editor.language, editor.first_name) == ("sr", "Јелена")
    assert "Налог" in response.content.decode()
    assert 'lang="sr-Cyrl"' in client.get("/").content.decode()


def test_first_page_offers_what_the_person_may_add(db, client):
    client.force_login(factories.editor())
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content.decode(), "html.parser")
    links = {link.get_text(strip=True): link["href"] for link in page.select(".add-panel a")}
    assert set(links) == {"Vest", "Akt", "Građa", "Sastanak", "Akti iz datoteka", "Dokumenti"}
    for address in links.values():
        assert client.get(address, follow=True).status_code == 200
