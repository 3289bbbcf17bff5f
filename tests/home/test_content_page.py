from __future__ import annotations

import pytest
from wagtail.rich_text import RichText

from core.models import body_field
from files.models import Image
from home.models import ContentPageDocument
from tests import factories
from tests.reading import LANGUAGES, queries, read

# Wagtail leaves the temporary file in which it makes a rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")

SCRIPT = "<script>alert(1)</script> & co"


@pytest.fixture(autouse=True)
def reader(client, member):
    """A member, signed in."""
    client.force_login(member)
    return member


def table(*rows: tuple[str, ...], headings: tuple[str, ...], caption: str = "") -> dict:
    """The value of a table block as the admin stores it."""
    columns = [{"type": "text", "heading": heading} for heading in headings]
    return {"columns": columns, "rows": [{"values": list(row)} for row in rows], "caption": caption}


def with_body(*blocks: tuple[str, object], **fields):
    stream = body_field().stream_block
    value = stream.to_python([{"type": kind, "value": content} for kind, content in blocks])
    return factories.content_page(body=value, **fields)


def test_blocks_of_the_body(client):
    image = factories.image(description="Sala u Kraljevu")
    page = with_body(
        ("heading", "Delokrug"),
        (
            "paragraph",
            '<p>Mreža <b>prati</b> propise.</p><h3>Mere</h3><p><a href="https://www.skgo.example/">SKGO</a></p>',
        ),
        ("quote", {"text": "Prvi red\nDrugi red", "source": "član 32"}),
        ("note", {"tone": "info", "text": "<p>Rok je petak.</p>"}),
        ("note", {"tone": "warn", "text": "<p>Rok ističe.</p>"}),
        ("figure", {"image": image.pk, "caption": "Sastanak u Kraljevu"}),
        ("table", table(("<p>Čačak</p>", "<p>2</p>"), headings=("JLS", "Mesta"), caption="Popunjenost")),
    )
    html = read(client, page.url)
    assert "<h2>Delokrug</h2>" in html
    assert "<p>Mreža <b>prati</b> propise.</p>" in html
    assert "Prvi red<br>Drugi red" in html
    assert "<figcaption>član 32</figcaption>" in html
    assert 'class="notice"' in html
    assert 'class="notice warn"' in html
    assert 'alt="Sala u Kraljevu"' in html
    assert "srcset=" in html
    assert "style=" not in html
    assert "<caption>Popunjenost</caption>" in html
    assert 'data-label="JLS"' in html
    assert '<th scope="col">Mesta</th>' in html


def test_an_image_is_served_in_two_sizes_and_its_description_is_its_alternative(client):
    page = with_body(("figure", {"image": factories.image().pk, "caption": ""}))
    html = read(client, page.url)
    assert 'alt=""' in html
    renditions = list(Image.objects.get().renditions.order_by("width"))
    assert [rendition.width for rendition in renditions] == [360, 560]
    assert all(rendition.file.name.endswith(".webp") for rendition in renditions)
    for rendition in renditions:
        assert rendition.url in html
        response = client.get(rendition.url)
        assert response.status_code == 200
        assert response.getvalue()[8:12] == b"WEBP"


def test_a_deleted_image_leaves_the_page_whole(client):
    image = factories.image()
    page = with_body(("figure", {"image": image.pk, "caption": "Bez slike"}), ("heading", "Dalje"))
    image.delete()
    html = read(client, page.url)
    assert "<h2>Dalje</h2>" in html
    assert "<figure" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_with_pages_under_it(client, language):
    top = factories.content_page(title="O Mreži")
    child = factories.content_page(top, title="Delokrug")
    factories.content_page(top, title="Nacrt", live=False)
    html = read(client, top.url, language)
    more, title = {"sr-latn": ("Više o ovome", "Delokrug"), "sr": ("Више о овоме", "Делокруг")}.get(
        language, ("More on this", "Delokrug")
    )
    assert more in html
    assert f'<li><a href="{child.url}">{title}</a></li>' in html
    assert "Nacrt" not in html
    assert "Нацрт" not in html
    assert f'<li><a href="{top.url}">' in read(client, child.url, language)
    assert 'class="crumbs"' not in html


def test_what_editors_write_is_escaped_once(client):
    page = with_body(
        ("heading", SCRIPT),
        ("quote", {"text": SCRIPT, "source": SCRIPT}),
        ("figure", {"image": factories.image(description=SCRIPT).pk, "caption": SCRIPT}),
        ("table", table(headings=(SCRIPT,), caption=SCRIPT)),
        title=SCRIPT,
        slug="strana",
    )
    html = read(client, page.url, "en")
    assert "<script>alert" not in html
    assert "&amp;lt;" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co") >= 8


def test_the_cost_does_not_grow_with_children_documents_and_blocks(client):
    page = factories.content_page()

    def grow(number: int) -> None:
        page.documents = [ContentPageDocument(document=factories.document(f"D{count}")) for count in range(number)]
        page.body = [("paragraph", RichText("<p>Tekst</p>")) for _count in range(number)]
        page.save_revision().publish()
        for _count in range(number):
            factories.content_page(page)

    grow(3)
    few = queries(client, page.url)
    grow(30)
    assert queries(client, page.url) == few
