from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from core.models import Topic
from directory.enums import SeatKind
from news.models import PER_PAGE, NewsDocument, NewsIndexPage, NewsPage
from tests import factories
from tests.reading import LANGUAGES, queries, read

INDEX = "/vesti/"
SCRIPT = "<script>alert(1)</script> & co"


@pytest.fixture(autouse=True)
def reader(client, member):
    """A member in an ICT seat, signed in."""
    client.force_login(member)
    return member


def topic(name: str, order: int = 100) -> Topic:
    return Topic.objects.create(name=name, order=order)


def news(topics: tuple[Topic, ...] = (), **fields) -> NewsPage:
    page = factories.news_page(**fields)
    page.topics.set(topics)
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_in_every_language(client, language):
    news((topic("Pisarnica"),), title="Prekid rada", lead="Ne radi u subotu.")
    html = read(client, INDEX, language)
    title, name, everything = {
        "sr-latn": ("Prekid rada", "Pisarnica", "Sve teme"),
        "sr": ("Прекид рада", "Писарница", "Све теме"),
        "en": ("Prekid rada", "Pisarnica", "All topics"),
    }[language]
    assert title in html
    assert name in html
    assert everything in html
    assert 'href="/vesti/prekid-rada/"' in html
    assert 'href="?topic=pisarnica"' in html


def test_an_empty_list_says_so(client):
    assert "Još nema vesti" in read(client, INDEX)


def test_news_of_one_topic(client):
    office, archive = topic("Pisarnica"), topic("Arhiviranje")
    news((office,), title="O pisarnici")
    news((archive, office), title="O obe")
    news((archive,), title="O arhivi")
    html = read(client, f"{INDEX}?topic=pisarnica")
    assert "O pisarnici" in html
    assert "O obe" in html
    assert "O arhivi" not in html
    assert html.count('aria-current="true"') == read(client, INDEX).count('aria-current="true"')


@pytest.mark.parametrize("query", ["page=abc", "page=-1", "page=99", "topic=nema", "topic=%00", "topic=%D1%88&page="])
def test_a_bad_address_shows_the_list(client, query):
    news(title="Jedina vest")
    assert "Jedina vest" in read(client, f"{INDEX}?{query}")


def test_pages_of_the_list_keep_the_topic(client):
    office = topic("Pisarnica")
    for count in range(PER_PAGE + 1):
        news((office,), title=f"Vest broj {count:02d}")
    first = read(client, f"{INDEX}?topic=pisarnica")
    second = read(client, f"{INDEX}?topic=pisarnica&page=2")
    assert "topic=pisarnica&amp;page=2" in first
    assert "Vest broj 00" not in first
    assert "Vest broj 00" in second
    assert 'href="?topic=pisarnica"' in second


def test_closed_news_are_in_no_list_and_lend_no_topic(client):
    secret = news((topic("Nabavke"),), title="Zatvorena vest")
    open_one = news(title="Otvorena vest")
    factories.restrict(secret, Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name))
    for url in (INDEX, f"{INDEX}?topic=nabavke", open_one.url):
        html = read(client, url)
        assert "Zatvorena vest" not in html
        assert "Nabavke" not in html
    assert client.get(secret.url).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_news_item_in_every_language(client, language):
    body = [
        ("heading", "Šta treba da uradite"),
        ("paragraph", "<p>Zatvorite <b>radnje</b>.</p>"),
        ("quote", {"text": "Pismeno se evidentira.", "source": "član 12"}),
        ("note", {"tone": "warn", "text": "<p>Rok je petak.</p>"}),
    ]
    page = news((topic("Pisarnica"),), title="Prekid rada", lead="Ne radi u subotu.", body=body)
    news(title="Druga vest")
    html = read(client, page.url, language)
    words = [
        "Prekid rada",
        "Ne radi u subotu.",
        "Šta treba da uradite",
        "Pismeno se evidentira.",
        "Rok je petak.",
        "Druga vest",
    ]
    if language == "sr":
        words = [
            "Прекид рада",
            "Не ради у суботу.",
            "Шта треба да урадите",
            "Писмено се евидентира.",
            "Рок је петак.",
            "Друга вест",
        ]
    for word in words:
        assert word in html
    assert f'href="{INDEX}?topic=pisarnica"' in html
    assert f'<li><a href="{INDEX}">' in html


def test_documents_that_the_reader_may_open_are_listed(client):
    document = factories.document("Obrazac potvrde", "obrazac.txt")
    page = factories.news_page()
    page.documents = [NewsDocument(document=document)]
    page.save_revision().publish()
    html = read(client, page.url)
    assert f'href="{document.url}"' in html
    assert "Obrazac potvrde" in html
    assert "TXT" in html


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")  # Wagtail's
def test_the_image_of_a_news_item(client):
    page = news(image=factories.image(description="Sala u Kraljevu"))
    html = read(client, page.url)
    assert 'alt="Sala u Kraljevu"' in html
    assert "360w" in html
    assert "560w" in html
    assert "style=" not in html


def test_freshness(client):
    now = timezone.now()
    page = news(title="Vest")
    assert 'class="fresh">Novo' in " ".join(read(client, page.url).split()).replace("> ", ">")
    changed = {"first_published_at": now - timedelta(days=90), "last_published_at": now - timedelta(days=2)}
    NewsPage.objects.filter(pk=page.pk).update(**changed)
    day = timezone.localdate(changed["last_published_at"])
    assert f"izmenjeno {day:%d.%m.}" in read(client, page.url)
    assert f"izmenjeno {day:%d.%m.}" in read(client, INDEX)
    NewsPage.objects.filter(pk=page.pk).update(last_published_at=now - timedelta(days=80))
    assert 'class="fresh"' not in read(client, page.url)


def test_what_editors_write_is_escaped_once(client):
    body = [
        ("heading", SCRIPT),
        ("quote", {"text": SCRIPT, "source": SCRIPT}),
        ("paragraph", "<p>Tekst &lt;script&gt; u obrascu</p>"),
    ]
    page = news((topic(SCRIPT),), title=SCRIPT, lead=SCRIPT, body=body, slug="vest")
    news(title=SCRIPT, lead=SCRIPT, slug="druga")
    for url in (page.url, INDEX):
        html = read(client, url, "en")
        assert "<script>alert" not in html
        assert "&amp;lt;" not in html
        assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co") >= 5


def test_the_list_costs_the_same_with_three_and_with_thirty_news(client):
    topics = (topic("Pisarnica"), topic("Arhiviranje"))
    for count in range(3):
        news(topics, title=f"Vest {count}")
    few = queries(client, INDEX)
    for count in range(3, 30):
        news(topics, title=f"Vest {count}")
    assert queries(client, INDEX) == few


def test_a_news_item_costs_the_same_with_three_and_with_thirty_documents_and_neighbours(client):
    page = factories.news_page()

    def grow(number: int) -> None:
        page.documents = [NewsDocument(document=factories.document(f"D{count}")) for count in range(number)]
        page.topics.set([topic(f"Tema {number} {count}") for count in range(number)])
        page.save_revision().publish()
        for _count in range(number):
            factories.news_page()

    grow(3)
    few = queries(client, page.url)
    grow(30)
    assert queries(client, page.url) == few


def test_only_news_stand_under_the_list():
    assert NewsIndexPage.allowed_subpage_models() == [NewsPage]
