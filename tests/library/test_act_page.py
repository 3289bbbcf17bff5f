from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection

from core.models import PageTopic, Topic
from directory.enums import SeatKind
from library.enums import ActKind, ActType, ResourceKind
from library.models import ActVersion, ActVersionDocument, Issuer, ResourceDocument
from tests import factories
from tests.reading import LANGUAGES, queries, read

SCRIPT = "<script>alert(1)</script> & co"


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


def add_version(act, *documents, **fields) -> ActVersion:
    version = ActVersion.objects.create(page=act, **fields)
    for document in documents:
        ActVersionDocument.objects.create(version=version, document=document)
    return version


WORDS = {
    "sr-latn": [
        "Uredba o pisarnici",
        "Vlada",
        "br. 21/2020",
        "Na snazi.",
        "Tekst akta",
        "Prečišćen tekst",
        "Skraćenice",
    ],
    "sr": ["Уредба о писарници", "Влада", "бр. 21/2020", "На снази.", "Текст акта", "Пречишћен текст", "Скраћенице"],
    "en": [
        "Uredba o pisarnici",
        "Vlada",
        "br. 21/2020",
        "In force.",
        "Text of the act",
        "Prečišćen tekst",
        "Abbreviations",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_shows_its_data_its_force_and_its_files(client, reader, language):
    act = factories.act_page(
        factories.document("Prečišćen tekst"),
        title="Uredba o pisarnici",
        issuer=Issuer.objects.create(name="Vlada"),
        number="110-1/2020",
        abbreviations="UKP, Uredba KP",
        summary="Uređuje prijem.",
    )
    PageTopic.objects.create(content_object=act, tag=Topic.objects.create(name="Arhiva", slug="arhiva"))
    html = read(client, act.url, language)
    document = act.versions.get().documents.get().document
    for word in [*WORDS[language], "110-1/2020", document.url, "/biblioteka/?topic=arhiva", 'href="/biblioteka/"']:
        assert word in html


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (-10, None, ("ok", "Na snazi.")),
        (0, None, ("ok", "Na snazi.")),
        (1, None, ("warn", "Još nije na snazi.")),
        (-10, 1, ("ok", "Na snazi.")),
        (-10, 0, ("bad", "Nije više na snazi.")),
        (None, None, ("", "Nije upisano od kada je akt na snazi.")),
    ],
)
def test_the_notice_says_whether_the_text_is_in_force_today(client, reader, start, end, said):
    kind, words = said
    dates = {"in_force_from": None if start is None else factories.day(start)}
    act = factories.act_page(version=dates | {"in_force_to": None if end is None else factories.day(end)})
    html = read(client, act.url)
    assert words in html
    assert f'class="notice {kind} mt5"'.replace("  ", " ") in html


def test_a_model_act_needs_no_day(client, reader):
    act = factories.act_page(kind=ActKind.MODEL_ACT, act_type=ActType.PRAVILNIK, version={"in_force_from": None})
    html = read(client, act.url)
    assert "Model akta · Pravilnik" in " ".join(html.split())
    assert "Nije upisano" not in html
    assert 'role="note"' not in html


def test_the_text_in_force_stands_first_and_the_others_below(client, reader):
    act = factories.act_page(factories.document("Važeći tekst"), version={"in_force_from": factories.day(-10)})
    old = {"in_force_from": factories.day(-900), "in_force_to": factories.day(-10), "gazette_reference": "br. 1/2010"}
    add_version(act, factories.document("Stari tekst"), **old)
    add_version(
        act, factories.document("Budući tekst"), in_force_from=factories.day(30), gazette_reference="br. 9/2030"
    )
    html = read(client, act.url)
    first, others = html.split("Ostali tekstovi akta")
    assert "Važeći tekst" in first
    assert "Stari tekst" in others
    assert "Budući tekst" in others
    assert "Nije više na snazi" in others
    assert "Još nije na snazi" in others


def test_an_act_without_a_text_says_so(client, reader):
    act = factories.act_page()
    ActVersion.objects.filter(page=act).delete()
    assert "Tekst još nije dodat" in read(client, act.url)


def test_a_file_in_a_closed_collection_is_not_named(client, reader):
    closed = Collection.get_first_root_node().add_child(name="Zatvoreno")
    group = Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name)
    closed.view_restrictions.create(restriction_type="groups").groups.set([group])
    open_file, secret = factories.document("Otvoren tekst"), factories.document("Tajni tekst")
    secret.collection = closed
    secret.save()
    html = read(client, factories.act_page(open_file, secret).url)
    assert "Otvoren tekst" in html
    assert "Tajni tekst" not in html


def test_a_closed_act_is_not_there(client, reader):
    act = factories.act_page()
    factories.restrict(act, Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name))
    assert client.get(act.url).status_code == 404


def test_what_editors_write_is_escaped_once(client, reader):
    fields = {"title": SCRIPT, "slug": "akt", "number": SCRIPT, "abbreviations": SCRIPT, "summary": SCRIPT}
    issuer = Issuer.objects.create(name=SCRIPT)
    act = factories.act_page(
        factories.document(SCRIPT), issuer=issuer, version={"gazette_reference": SCRIPT}, **fields
    )
    add_version(act, factories.document(SCRIPT), gazette_reference=SCRIPT)
    PageTopic.objects.create(content_object=act, tag=Topic.objects.create(name=SCRIPT, slug="tema"))
    for language in LANGUAGES:
        html = read(client, act.url, language)
        assert "<script>alert" not in html
        assert "&amp;lt;" not in html
        assert "&amp;amp;" not in html


def test_a_draft_shows_what_the_editor_has_not_saved_yet(editor, client):
    act = factories.act_page(factories.document("Objavljen tekst"))
    draft = act.get_latest_revision_as_object()
    version = ActVersion(gazette_reference="br. 7/2031")
    version.documents = [ActVersionDocument(document=factories.document("Nov tekst"))]
    draft.versions = [version]
    draft.save_revision()
    client.force_login(editor)
    response = client.get(f"/admin/pages/{act.pk}/view_draft/")
    html = response.content.decode().replace("\u00a0", " ")
    assert response.status_code == 200
    assert "br. 7/2031" in html
    assert "Nov tekst" in html
    assert "Objavljen tekst" not in html


def test_the_page_costs_the_same_with_three_and_with_thirty_texts(client, reader):
    def act_with(number: int):
        act = factories.act_page()
        for count in range(number):
            add_version(act, factories.document(), factories.document(), in_force_from=factories.day(-count))
            PageTopic.objects.create(content_object=act, tag=Topic.objects.create(name=f"Tema {act.pk} {count}"))
        return act

    assert queries(client, act_with(30).url) == queries(client, act_with(3).url)


RESOURCE_WORDS = {
    "sr-latn": ["Mišljenje o rokovima", "Stručno mišljenje", "Datoteke", "Tekst mišljenja", "12. mart 2024."],
    "sr": ["Мишљење о роковима", "Стручно мишљење", "Датотеке", "Текст мишљења", "12. март 2024."],
    "en": ["Mišljenje o rokovima", "Expert opinion", "Files", "Tekst mišljenja", "12 March 2024"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resource_shows_its_data_and_its_files(client, reader, language):
    fields = {"title": "Mišljenje o rokovima", "kind": ResourceKind.EXPERT_OPINION, "date": "2024-03-12"}
    resource = factories.resource_page(**fields)
    attached = ResourceDocument.objects.create(
        page=resource, document=factories.document(), title="Tekst mišljenja", sort_order=1
    )
    html = read(client, resource.url, language)
    for word in [*RESOURCE_WORDS[language], attached.document.url]:
        assert word in html


def test_a_resource_without_files_says_so(client, reader):
    assert "Datoteka još nije dodata" in read(client, factories.resource_page().url)


def test_a_resource_costs_the_same_with_three_and_with_thirty_files(client, reader):
    def resource_with(number: int):
        resource = factories.resource_page(summary=SCRIPT)
        for count in range(number):
            ResourceDocument.objects.create(page=resource, document=factories.document(), sort_order=count)
            PageTopic.objects.create(
                content_object=resource, tag=Topic.objects.create(name=f"Tema {resource.pk} {count}")
            )
        return resource

    many = resource_with(30)
    assert queries(client, many.url) == queries(client, resource_with(3).url)
    assert "<script>alert" not in read(client, many.url)
