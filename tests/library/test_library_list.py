from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group

from core.models import PageTopic, Topic
from directory.enums import SeatKind
from library.enums import ActKind, ActType, ResourceKind
from library.models import Issuer, LibraryPage
from tests import factories
from tests.reading import LANGUAGES, queries, read

URL = "/biblioteka/"
SCRIPT = "<script>alert(1)</script> & co"


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


def listed(html: str) -> list[str]:
    """The titles in the list, from the top down."""
    return re.findall(r"<h3>\s*<a [^>]*>(.*?)</a>", html)


@pytest.fixture
def shelf(db):
    """One thing of every sort."""
    vlada, skgo = Issuer.objects.create(name="Vlada"), Issuer.objects.create(name="SKGO")
    law = factories.act_page(title="Zakon o A", act_type=ActType.ZAKON, issuer=vlada)
    factories.act_page(title="Uredba o B", act_type=ActType.UREDBA, issuer=vlada)
    factories.act_page(title="Model uredbe", act_type=ActType.UREDBA, kind=ActKind.MODEL_ACT, issuer=skgo)
    factories.resource_page(title="Priručnik", kind=ResourceKind.MANUAL, issuer=skgo)
    factories.resource_page(title="Obrazac potvrde", kind=ResourceKind.FORM)
    topic = Topic.objects.create(name="Pisarnica", slug="pisarnica")
    PageTopic.objects.create(content_object=law, tag=topic)
    return {"vlada": vlada.pk, "skgo": skgo.pk}


WORDS = {
    "sr-latn": [
        "Uredba o pisarnici",
        "Uredba",
        "br. 21/2020",
        "Na snazi",
        "Novo",
        "Priručnik za pisarnicu",
        "Pronađeno: 2",
    ],
    "sr": [
        "Уредба о писарници",
        "Уредба",
        "бр. 21/2020",
        "На снази",
        "Ново",
        "Приручник за писарницу",
        "Пронађено: 2",
    ],
    "en": ["Uredba o pisarnici", "Decree", "br. 21/2020", "In force", "New", "Priručnik za pisarnicu", "Found: 2"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_acts_and_resources_stand_in_one_list(client, reader, language):
    issuer = Issuer.objects.create(name="Narodna skupština Republike Srbije", short_name="NSRS")
    factories.act_page(title="Uredba o pisarnici", number="110-00-12/2020-01", issuer=issuer)
    factories.resource_page(title="Priručnik za pisarnicu", date=factories.day(-400))
    html = read(client, URL, language)
    for word in [*WORDS[language], "110-00-12/2020-01"]:
        assert word in html
    assert ("НСРС" if language == "sr" else "NSRS") in html


def test_the_newest_stands_first(client, reader):
    factories.act_page(title="Prvi akt")
    factories.resource_page(title="Drugi dokument")
    factories.act_page(title="Treći akt")
    assert listed(read(client, URL)) == ["Treći akt", "Drugi dokument", "Prvi akt"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=regulation", {"Zakon o A", "Uredba o B"}),
        ("kind=model_act", {"Model uredbe"}),
        ("kind=manual", {"Priručnik"}),
        ("act_type=uredba", {"Uredba o B", "Model uredbe"}),
        ("act_type=uredba&kind=model_act", {"Model uredbe"}),
        ("act_type=uredba&kind=manual", set()),
        ("topic=pisarnica", {"Zakon o A"}),
        ("issuer={skgo}", {"Model uredbe", "Priručnik"}),
        ("issuer={vlada}&act_type=zakon", {"Zakon o A"}),
        (
            "kind=&act_type=&topic=&issuer=",
            {"Zakon o A", "Uredba o B", "Model uredbe", "Priručnik", "Obrazac potvrde"},
        ),
    ],
)
def test_filters_narrow_the_list(client, reader, shelf, query, titles):
    html = read(client, f"{URL}?{query.format(**shelf)}")
    assert set(listed(html)) == titles
    assert f"Pronađeno: {len(titles)}" in html


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=999",
        "kind=abc",
        "kind=<script>",
        "topic=%00",
        "issuer=abc",
        "issuer=9e9",
        "mesec=1",
    ],
)
def test_bad_parameters_count_as_not_given(client, reader, shelf, query):
    html = read(client, f"{URL}?{query}")
    assert len(listed(html)) == 5
    assert "<script>" not in html


def test_each_chosen_filter_can_be_removed_alone(client, reader, shelf):
    html = read(client, f"{URL}?kind=regulation&act_type=zakon&page=1")
    assert 'href="/biblioteka/?act_type=zakon"' in html
    assert 'href="/biblioteka/?kind=regulation"' in html
    assert "Vrsta akta: Zakon" in " ".join(html.split())


def test_a_filter_without_matches_leads_back_to_everything(client, reader, shelf):
    html = read(client, f"{URL}?kind=training_material")
    assert "Ništa ne odgovara svim filterima" in html
    assert '<a href="/biblioteka/">' in html


@pytest.mark.parametrize(
    ("language", "words"), [("sr-latn", "još prazna"), ("sr", "још празна"), ("en", "still empty")]
)
def test_an_empty_library_says_so(client, reader, language, words):
    assert words in read(client, URL, language)


def test_pages_of_the_list_keep_the_filter(client, reader):
    for number in range(23):
        factories.resource_page(title=f"Priručnik {number}")
    html = read(client, f"{URL}?kind=manual")
    assert len(listed(html)) == 20
    assert "kind=manual&amp;page=2" in html
    assert len(listed(read(client, f"{URL}?kind=manual&page=2"))) == 3


def test_closed_and_unpublished_things_are_not_listed_or_counted(client, reader):
    group = Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name)
    factories.restrict(factories.act_page(title="Zatvoren akt"), group)
    factories.act_page(title="Nacrt akta", live=False)
    factories.resource_page(title="Nacrt priručnika", live=False)
    factories.act_page(title="Otvoren akt")
    html = read(client, URL)
    assert listed(html) == ["Otvoren akt"]
    assert "Pronađeno: 1" in html


def test_what_editors_write_is_escaped_once(client, reader):
    issuer = Issuer.objects.create(name=SCRIPT)
    Topic.objects.create(name=SCRIPT, slug="tema")
    factories.act_page(title=SCRIPT, slug="akt", number=SCRIPT, issuer=issuer, version={"gazette_reference": SCRIPT})
    factories.resource_page(title=SCRIPT, slug="prirucnik", issuer=issuer)
    for language in LANGUAGES:
        html = read(client, f"{URL}?issuer={issuer.pk}", language)
        assert "<script>alert" not in html
        assert "&amp;lt;" not in html
        assert "&amp;amp;" not in html


def test_the_intro_is_rich_text(client, reader):
    library = LibraryPage.objects.get()
    library.intro = "<p>Propisi i <b>modeli</b></p>"
    library.save_revision().publish()
    assert "<p>Propisi i <b>modeli</b></p>" in read(client, URL)


def test_the_list_costs_the_same_with_three_and_with_thirty_things(client, reader):
    issuer = Issuer.objects.create(name="Vlada")

    def fill(number: int) -> None:
        for _count in range(number):
            factories.act_page(factories.document(), issuer=issuer)
            factories.resource_page(issuer=issuer)

    fill(3)
    few = queries(client, URL)
    fill(27)
    assert queries(client, URL) == few
