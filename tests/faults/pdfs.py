"""PDF files with faults."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.files import made_files as made

TEXT = made.stream(b"BT /F1 20 Tf 50 700 Td (rok je deset dana) Tj ET")
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def picture(turned: int = 0) -> Image.Image:
    """A page with words on it, turned by so many degrees."""
    image = Image.new("L", (595, 842), 255)
    ImageDraw.Draw(image).text((60, 80), "Rok je petnaest dana od dana prijema.", fill=0)
    return image.rotate(turned)


def scans(*turned: int) -> bytes:
    """A PDF of pictures of pages, each turned by so many degrees."""
    return with_scans("", *turned)


def with_scans(text: str, *turned: int) -> bytes:
    """A PDF with a page of text, where there is one, and then pictures of pages."""
    data = io.BytesIO()
    canvas = Canvas(data, invariant=True)
    if text:
        canvas.drawString(50, 700, text)
        canvas.showPage()
    for degrees in turned:
        canvas.drawImage(ImageReader(picture(degrees)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def tree_of_itself() -> bytes:
    """A tree of pages whose only branch is the tree."""
    return made.raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>")


def countless_pages() -> bytes:
    """A tree that says that it has two thousand million pages, and has one."""
    return made.raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", PAGES.replace(b"Count 1", b"Count 2000000000"), PAGE, TEXT, HELVETICA
    )


def form_of_itself() -> bytes:
    """A page that draws a form that draws itself."""
    form = made.stream(
        b"BT /F1 9 Tf (kraj) Tj ET /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>",
    )
    content = made.stream(b"BT /F1 20 Tf 50 700 Td (rok je deset dana) Tj ET /X Do")
    return made.one_page(b"/XObject<</X 6 0 R>>", content, form)


def outline_of_itself() -> bytes:
    """An outline whose entry is followed by itself and lies in itself."""
    return made.raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
        PAGES,
        PAGE,
        TEXT,
        HELVETICA,
        b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>",
        b"<</Title(Rok)/Parent 7 0 R/Next 7 0 R/Prev 7 0 R/First 7 0 R/Last 7 0 R/Count 1>>",
    )


def length_of_itself() -> bytes:
    """A page whose content is as long as the content says."""
    return made.one_page(b"", TEXT.replace(b"/Length 48", b"/Length 4 0 R"))


def table_before_itself() -> bytes:
    """A table of references that says that an older one comes before it: itself."""
    content = made.one_page(b"", TEXT)
    place = content.rindex(b"startxref\n") + len(b"startxref\n")
    return content.replace(b"/Root", b"/Prev %d/Root" % int(content[place:].split(b"\n")[0]))


def without_table() -> bytes:
    """Nothing says where the objects are; they can be found by looking for them."""
    content = made.one_page(b"", TEXT)
    return content[: content.index(b"xref\n")] + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def with_broken_font() -> bytes:
    """A font whose file is noise."""
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/Losa/FirstChar 32/LastChar 33/Widths[1 2]/FontDescriptor 7 0 R>>"
    described = b"<</Type/FontDescriptor/FontName/Losa/Flags 32/FontFile2 8 0 R>>"
    content = made.stream(b"BT /F2 20 Tf 50 700 Td (rok je deset dana) Tj ET")
    noise = made.stream(bytes(range(256)) * 20)
    whole = made.one_page(b"/Font<</F2 6 0 R>>", content, font, described, noise)
    return whole.replace(b"/Font<</F1 5 0 R>>/Font", b"/Font")


def with_actions() -> bytes:
    """A page that wants to run a script and to start a program when it is opened."""
    actions = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"
    return made.raw_pdf(b"<</Type/Catalog/Pages 2 0 R%s>>" % actions, PAGES, PAGE, TEXT, HELVETICA)
