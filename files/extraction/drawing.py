"""The process that draws one page: `python -m files.extraction.drawing REQUEST`, started by `pages`.

What it draws it writes as WebP, or it becomes Tesseract, which writes what it reads in the picture. Confined like the
process that reads a file: the same limits stand, for Tesseract too.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from files.extraction.child import confine
from files.extraction.interface import Limits, Place, RefusedError
from files.formats import sniff

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 120_000_000  # of a picture that is opened
POINTS = 72  # an inch
OCR_DPI = 200
OCR_WIDTHS = (800, 3400)  # pixels between which a picture is read as it is; A4 at 100 and 400 dpi
LONGEST_SIDE = 6_000  # pixels that are drawn
QUALITY = 70
SMOOTHING = 0.8  # pixels: the grain of a bad scan goes, letters stay
REFUSED, DAMAGED = 3, 4  # exit codes; a reason stands on standard error


def main() -> None:
    """Do what the request says."""
    request = json.loads(sys.argv[1])
    confine(Limits(*request["limits"]), request["parent"])
    try:
        if request["words"]:
            write(json.dumps(words(request["path"], request["number"])).encode())
        image = draw(request["path"], request["number"], request["width"])
    except RefusedError as refused:
        end(REFUSED, refused.reason)
    except MemoryError:
        end(REFUSED, "memory")
    except ImportError:
        raise
    except Exception as error:  # whatever a broken file makes a library raise
        end(DAMAGED, repr(error))
    if request["recognise"]:
        become_tesseract(image, request)
    write_webp(image)


def end(code: int, text: str) -> None:
    """End with a code and a line on standard error."""
    sys.stderr.write(text)
    sys.stderr.flush()
    os._exit(code)


def words(path: str, number: int) -> list[Place]:
    """The words of a page (from 1) of a PDF with their places. Raises `RefusedError`."""
    from files.extraction.pdf import opened, page_words

    return page_words(opened(path), number - 1)


def draw(path: str, number: int, width: int | None) -> Image.Image:
    """Draw a page (from 1) of a PDF or picture so many pixels wide, or as it is read best.

    Raises `RefusedError` for a page that is not there or cannot be drawn.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - a pathlib less to load
        family = sniff(file)
    if family == "pdf":
        return drawn_pdf(path, number, width)
    if family == "image":
        return drawn_picture(path, number, width)
    raise RefusedError("format")


def drawn_pdf(path: str, number: int, width: int | None) -> Image.Image:
    """A page of a PDF."""
    import pypdfium2_raw as pdfium
    from PIL import Image

    from files.extraction.pdf import opened

    page = pdfium.FPDF_LoadPage(opened(path), number - 1)
    if not page:
        raise RefusedError("damaged")
    across, down = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = (width / across) if width else OCR_DPI / POINTS
    scale = min(scale, LONGEST_SIDE / max(across, down, 1))
    size = (max(1, round(across * scale)), max(1, round(down * scale)))
    bitmap = pdfium.FPDFBitmap_CreateEx(*size, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, *size, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, pdfium.FPDF_ANNOT)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    content = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * size[1])
    return Image.frombytes("RGB", size, content, "raw", "BGR", stride)


def drawn_picture(path: str, number: int, width: int | None) -> Image.Image:
    """A picture, or one of several in a TIFF, as it is meant to be held."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # what is refused is said below
    with Image.open(path) as file:
        if number > getattr(file, "n_frames", 1):
            raise RefusedError("damaged")
        file.seek(number - 1)
        if file.width * file.height > MOST_PIXELS:
            raise RefusedError("unpacked")
        if file.format == "JPEG" and width:
            file.draft("RGB", (width, width))
        image = without_transparency(ImageOps.exif_transpose(file))
    least, most = (width, width) if width else OCR_WIDTHS
    wanted = min(max(image.width, least), most)
    if image.width == wanted:
        return image
    return image.resize((wanted, max(1, round(image.height * wanted / image.width))), Image.Resampling.LANCZOS)


def without_transparency(image: Any) -> Image.Image:
    """A picture on white, in colours or greys."""
    from PIL import Image

    if image.mode in {"L", "RGB"}:
        return image.copy()
    if image.mode in {"1", "I", "F", "I;16"}:
        return image.convert("L")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def write_webp(image: Image.Image) -> None:
    """Write the picture."""
    content = io.BytesIO()
    image.save(content, "WEBP", quality=QUALITY, method=2)
    write(content.getvalue())


def write(content: bytes) -> None:
    """Write an answer, and end."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    os._exit(0)


def become_tesseract(image: Image.Image, request: dict[str, Any]) -> None:
    """Let Tesseract read the picture, upright or not, and write its words with their places (TSV)."""
    image = image.convert("L")
    if request["smooth"]:
        from PIL import ImageFilter

        image = image.filter(ImageFilter.GaussianBlur(SMOOTHING))
    file = os.memfd_create("page", 0)  # no name, so nothing is left of it
    with os.fdopen(os.dup(file), "wb") as pixels:
        image.save(pixels, "PPM")
    program, options = request["recognise"], ["-l", request["languages"], "--psm", "1", "--dpi", str(OCR_DPI), "tsv"]
    os.execv(program, [program, f"/proc/self/fd/{file}", "stdout", *options])  # noqa: S606 - found on the path; no shell


if __name__ == "__main__":
    main()
