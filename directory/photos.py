"""Photos of people: whatever picture is sent becomes a square one, with nothing of camera or place in it."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import IO, Final

from PIL import Image, ImageOps

logger = logging.getLogger(__name__)

LARGEST_FILE: Final = 10 * 1024 * 1024  # bytes
MOST_PIXELS: Final = 50_000_000
SIDE: Final = 512
SMALL_SIDE: Final = 96  # for lists: 48 px on a dense screen
FORMATS: Final = ("JPEG", "PNG", "WEBP")
FACE: Final = (0.5, 0.35)  # what is kept of a picture that is no square: the middle, a little above


class PhotoRefused(Exception):
    """A file cannot be somebody's photo."""


class NotAPhoto(PhotoRefused):
    """The file is not a picture in one of the formats, or it is damaged."""


class FileTooLarge(PhotoRefused):
    """The file has more bytes than `LARGEST_FILE`."""


class TooManyPixels(PhotoRefused):
    """The picture has more pixels than `MOST_PIXELS`."""


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept: WebP, square, `SIDE` and `SMALL_SIDE` pixels wide."""

    large: bytes
    small: bytes


def make_photo(file: IO[bytes]) -> Photo:
    """Make a photo of a picture in JPEG, PNG or WebP; of several frames the first.

    It is turned as its EXIF says, cut to a square and drawn anew, so that nothing else of the file is kept. Size and
    format are read from its head before any pixel is. Raises `NotAPhoto`, `FileTooLarge`, `TooManyPixels`.
    """
    if length(file) > LARGEST_FILE:
        raise FileTooLarge
    try:
        square = squared_from(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except PhotoRefused:
        raise
    except Exception as error:
        # A damaged file may raise anything in Pillow: OSError, ValueError, SyntaxError, struct.error, zlib.error.
        logger.info("A picture cannot be read: %r", error)
        raise NotAPhoto from error
    small = square.resize((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Photo(large=encoded(square), small=encoded(small))


def squared_from(file: IO[bytes]) -> Image.Image:
    """The picture in a file, cut to a square. Raises `TooManyPixels`, and whatever Pillow raises."""
    with Image.open(file, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixels
        return squared(picture)


def length(file: IO[bytes]) -> int:
    """How many bytes a file has; it is read from its beginning then."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


def squared(picture: Image.Image) -> Image.Image:
    """The picture upright, on white and cut to a square: pixels alone."""
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is decoded no larger than needed
    upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    cut = ImageOps.fit(plain, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=FACE)
    drawn = Image.new("RGB", cut.size, "white")
    drawn.paste(cut, mask=cut if cut.mode == "RGBA" else None)
    return drawn


def encoded(picture: Image.Image) -> bytes:
    """The picture as WebP."""
    data = io.BytesIO()
    picture.save(data, "WEBP", quality=82)
    return data.getvalue()
