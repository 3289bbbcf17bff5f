"""Which documents say the same as another, for whom, and at what cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission, Page

from core import request_cache
from core.registry import jobs
from files import reading, services
from files.enums import State
from files.extraction.interface import Unit
from files.extraction.sandbox import Extraction
from files.models import Document, SketchKey, TextSketch
from files.services import duplicates, duplicates_of_each
from files.tasks import extract_document
from serbian.script import transliterate
from tests import factories
from tests.files import made_files as made
from tests.files.texts import changed, in_lines, read_document, words

TEXT = words(400)


def titles(document: Document, user: Any) -> list[str]:
    """The titles of a document's duplicates."""
    return [duplicate.document.title for duplicate in duplicates(document, user)]


def read(document: Document) -> Document:
    """Read the file of a document."""
    extract_document.call(document.pk)
    return Document.objects.get(pk=document.pk)


def test_the_same_file_under_another_name(editor):
    first = factories.document("Uredba", "uredba.txt")
    second = factories.document("Kopija", "uredba-2.txt")
    factories.document("Drugo", "drugo.txt", b"Clan 2.\n")
    (found,) = duplicates(second, editor)
    assert (found.document, found.is_same_file, found.similarity, found.percent) == (first, True, 1.0, 100)


def test_the_same_text_in_the_other_script(editor):
    text = in_lines(TEXT)
    latin = read(factories.document("Latinica", "a.txt", text.encode()))
    cyrillic = read(factories.document("Ћирилица", "b.txt", transliterate(text, "cyrillic").encode()))
    (found,) = duplicates(latin, editor)
    assert (found.document, found.is_same_file, found.percent) == (cyrillic, False, 100)


def test_a_pdf_and_a_word_file_of_the_same_text(editor):
    plain = [word.translate(str.maketrans("čćžšđ", "cczsd")) for word in TEXT]
    pages = [in_lines(plain[:200]), in_lines(plain[200:])]
    pdf = read(factories.document("PDF", "a.pdf", made.pdf(pages)))
    word = read(factories.document("Word", "a.docx", made.docx(lambda file: file.add_paragraph(" ".join(plain)))))
    assert (pdf.state, word.state) == (State.READY, State.READY)
    (found,) = duplicates(pdf, editor)
    assert (found.document, found.percent) == (word, 100)


@pytest.mark.parametrize(("part", "is_found"), [(0.01, True), (0.05, True), (0.2, False), (0.4, False)])
def test_a_text_with_changed_words(editor, part, is_found):
    original = read_document(in_lines(TEXT), title="Stara")
    other = read_document(in_lines(changed(TEXT, part)), title="Nova")
    assert titles(original, editor) == ["Nova"] * is_found
    assert titles(other, editor) == ["Stara"] * is_found
    if is_found:
        assert duplicates(other, editor)[0].percent == pytest.approx(100 - 100 * part, abs=3)


def test_the_same_file_comes_first_then_the_most_similar_and_five_are_enough(editor):
    asked = read_document(in_lines(TEXT), title="Traži se")
    for part in (0.03, 0.06, 0.01):
        read_document(in_lines(changed(TEXT, part)), title=f"{part}")
    factories.document("Isti fajl", "c.txt", in_lines(TEXT).encode())
    read_document(in_lines(TEXT, 7), title="Isti tekst")
    assert titles(asked, editor) == ["Isti fajl", "Isti tekst", "0.01", "0.03", "0.06"]
    read_document(in_lines(TEXT, 8), title="Isti tekst drugi put")
    assert titles(asked, editor) == ["Isti fajl", "Isti tekst drugi put", "Isti tekst", "0.01", "0.03"]


def test_a_short_text_is_found_if_it_is_equal(editor):
    asked = read_document("Član 1. Rok je petnaest dana.", title="Traži se")
    read_document("ЧЛАН 1.\nРок је петнаест дана", title="Isto")
    read_document("Član 1. Rok je šesnaest dana.", title="Slično")
    assert titles(asked, editor) == ["Isto"]


def test_documents_without_a_checksum_or_text_are_no_duplicates(editor):
    one, other = factories.document(), factories.document()
    Document.objects.update(sha256="")
    one.refresh_from_db()
    assert duplicates(one, editor) == []
    for document in (one, other):
        Document.objects.filter(pk=document.pk).update(state=State.WAITING, sha256=f"{document.pk}")
        reading.store(Document.objects.get(pk=document.pk), Extraction(units=[Unit(1, "– … –")]))
    assert TextSketch.objects.count() == 2
    assert duplicates(one, editor) == []


# --- Whoever asks ------------------------------------------------------------------------------------------------


def closed_collection() -> Collection:
    """A collection that is open to a group without members."""
    collection = Collection.get_first_root_node().add_child(name="Zatvoreno")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Odbor"))
    return collection


def test_documents_in_a_collection_that_is_closed_to_the_editor_are_not_told_of(editor):
    asked = read_document(in_lines(TEXT))
    hidden = read_document(in_lines(TEXT), title="Isti fajl")
    similar = read_document(in_lines(TEXT, 7), title="Isti tekst")
    assert len(duplicates(asked, editor)) == 2
    Document.objects.filter(pk__in=[hidden.pk, similar.pk]).update(collection=closed_collection())
    assert duplicates(asked, editor) == []


def test_nobody_is_told_of_what_the_admin_does_not_let_choose(editor, member):
    asked = read_document(in_lines(TEXT))
    read_document(in_lines(TEXT, 7))
    assert len(duplicates(asked, editor)) == 1
    assert duplicates(asked, member) == []
    GroupCollectionPermission.objects.all().delete()
    assert duplicates(asked, type(editor).objects.get(pk=editor.pk)) == []


def test_many_documents_that_are_closed_do_not_hide_the_one_that_is_open(editor, monkeypatch):
    monkeypatch.setattr("files.duplicates.COMPARED", 2)
    closed = [read_document(in_lines(TEXT), title="Zatvoreno").pk for _ in range(4)]
    Document.objects.filter(pk__in=closed).update(collection=closed_collection(), sha256="")
    read_document(in_lines(TEXT, 7), title="Otvoreno")
    assert titles(read_document(in_lines(TEXT, 5)), editor) == ["Otvoreno"]


def test_the_pages_that_use_it_are_named(editor):
    asked, other = read_document(in_lines(TEXT)), read_document(in_lines(TEXT, 7))
    act = factories.act_page(other, title="Zakon o rokovima")
    draft = factories.act_page(other, title="Nacrt")
    Page.objects.filter(pk=draft.pk).update(live=False)
    (found,) = duplicates(asked, editor)
    assert [using.page.pk for using in found.pages] == [draft.pk, act.pk]


# --- With the text, and without it -------------------------------------------------------------------------------


def test_a_document_that_gets_another_file_is_like_the_old_one_no_more(editor):
    asked = read_document(in_lines(TEXT))
    other = read(factories.document("Druga", "b.txt", in_lines(TEXT, 7).encode()))
    assert titles(asked, editor) == ["Druga"]
    other.file = ContentFile(b"Nesto sasvim drugo", name="nova.txt")
    other._set_document_file_metadata()
    other.save()
    assert titles(asked, editor) == []
    assert not SketchKey.objects.filter(document=other).exists()
    assert not TextSketch.objects.filter(document=other).exists()


def test_text_that_is_gone_is_found_no_more(editor):
    asked = read_document(in_lines(TEXT))
    other = read_document(in_lines(TEXT, 7))
    Document.objects.filter(pk=other.pk).update(state=State.WAITING)
    assert reading.store(Document.objects.get(pk=other.pk), Extraction(state=State.EMPTY, reason="no_text"))
    assert duplicates(asked, editor) == []
    asked.delete()
    assert not TextSketch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sketches_are_made_outside_of_transactions(monkeypatch):
    inside: list[bool] = []
    make_sketch = reading.make_sketch

    def watched(texts: Any) -> Any:
        inside.append(connection.in_atomic_block)
        return make_sketch(texts)

    monkeypatch.setattr(reading, "make_sketch", watched)
    read(factories.document())
    assert inside == [False]


def test_an_old_installation_is_filled_by_a_job(editor):
    asked, other = read_document(in_lines(TEXT)), read_document(in_lines(TEXT, 7))
    factories.document()
    kept = set(SketchKey.objects.values_list("document", "key"))
    TextSketch.objects.all().delete()
    SketchKey.objects.all().delete()
    run = jobs.specs["make_missing_sketches"].run
    assert run() == 2
    assert set(SketchKey.objects.values_list("document", "key")) == kept
    assert [duplicate.document for duplicate in duplicates(asked, editor)] == [other]
    assert run() == 0


# --- Cost --------------------------------------------------------------------------------------------------------


def test_many_documents_cost_as_many_queries_as_one(editor):
    def cost(documents: list[Document]) -> int:
        with request_cache.remembering(), CaptureQueriesContext(connection) as captured:
            found = duplicates_of_each(documents, type(editor).objects.get(pk=editor.pk))
        assert all(found.values())
        return len(captured)

    pair = [read_document(in_lines(TEXT, length)) for length in (6, 7)]
    factories.act_page(pair[1])
    few = cost(pair[:1])
    for seed in range(2, 12):
        text = words(60, seed)
        pair += [read_document(in_lines(text, length)) for length in (8, 9)]
        factories.act_page(pair[-1], title=f"Akt {seed}")
    assert cost(pair) == few <= 24


def test_candidates_come_from_an_index(editor):
    """The plan of the query that looks for texts with the same keys reads no table from end to end."""
    asked = [read_document(in_lines(TEXT))]
    with CaptureQueriesContext(connection) as captured:
        services.duplicates_of_each(asked, editor)
    (query,) = [one["sql"] for one in captured if "shared" in one["sql"]]
    assert "files_sketchkey" in query
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "files_sketch_key_documents (key=?" in plan
