"""Scans of known texts: drawn, turned a little, blurred, with noise, as pictures and as PDF files of pictures."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
SIZE = (1654, 2339)  # A4
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")  # Debian's fonts-dejavu-core has both scripts
LETTERS, LINE, MARGIN, COLUMNS = 30, 44, 150, 78
SKEW = 0.6  # degrees
NOISE = 0.12


@cache
def font() -> Any:
    """The font of all scans."""
    return ImageFont.truetype(str(FONT), LETTERS)


def wrapped(text: str) -> list[str]:
    """The lines that a text takes."""
    return [line for paragraph in text.split("\n") for line in textwrap.wrap(paragraph, COLUMNS) or [""]]


def picture(lines: Sequence[str], *, turned: int = 0) -> Image.Image:
    """A page as a scanner makes it; `turned` are further degrees."""
    page = Image.new("L", SIZE, 250)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + LINE * number), line, font=font(), fill=25)
    page = page.rotate(SKEW, fillcolor=250, resample=Image.Resampling.BICUBIC)
    page = page.filter(ImageFilter.GaussianBlur(0.7))
    page = Image.blend(page, Image.effect_noise(SIZE, 60), NOISE)
    return page.rotate(turned, expand=True) if turned else page


def jpeg(image: Image.Image, quality: int = 60) -> bytes:
    """A picture as a file."""
    content = io.BytesIO()
    image.save(content, "JPEG", quality=quality, dpi=(DPI, DPI))
    return content.getvalue()


def pdf_of(pages: Sequence[Image.Image | str]) -> bytes:
    """A PDF with a page for each picture, and for each text a page of letters (of ASCII)."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(595, 842), invariant=True)
    for page in pages:
        if isinstance(page, str):
            for number, line in enumerate(page.split("\n")):
                canvas.drawString(50, 780 - 14 * number, line)
        else:
            canvas.drawImage(ImageReader(io.BytesIO(jpeg(page))), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def tiff(pages: Sequence[Image.Image]) -> bytes:
    """A TIFF of several pages."""
    content = io.BytesIO()
    pages[0].save(content, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate", dpi=(DPI, DPI))
    return content.getvalue()


def error_rate(read: str, written: str) -> float:
    """The character error rate: Levenshtein's distance by the length of what was written, blanks counted as one."""
    first, second = " ".join(read.split()), " ".join(written.split())
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        following = [number]
        for (before, above), other in zip(pairwise(row), second, strict=True):
            following.append(min(above + 1, following[-1] + 1, before + (letter != other)))
        row = following
    return row[-1] / max(len(second), 1)
