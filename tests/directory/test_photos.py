"""Photos of people: what is accepted, what becomes of it, and who sees it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from directory import services
from directory.models import Profile
from directory.photos import FileTooLarge, NotAPhoto, Photo, TooManyPixels, make_photo
from files.services import remove_orphan_files
from tests import factories

URL = "/moj-profil/"
FILLED = {"first_name": "Jelena", "last_name": "Marković", "position": "načelnica Odeljenja"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EMPTY = struct.pack(">I", 5) + b"IDAT" + bytes(9)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reader(client: Any, member: Any) -> Any:
    """A member, signed in."""
    client.force_login(member)
    return member


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), colour: str = "navy", **options: Any) -> bytes:
    """The bytes of a picture of one colour."""
    data = io.BytesIO()
    Picture.new("RGB", size, colour).save(data, kind, **options)
    return data.getvalue()


def head_only(width: int, height: int) -> bytes:
    """A PNG that says how large it is and has no pixel."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + EMPTY


def with_exif() -> bytes:
    """A JPEG 400 × 200, red left and blue right, that was taken upside down, with make and place."""
    shown = Picture.new("RGB", (400, 200), "red")
    shown.paste("blue", (200, 0, 400, 200))
    exif = Picture.Exif()
    exif[ORIENTATION], exif[MAKE] = 3, "Fabrika aparata"
    exif.get_ifd(GPS)[1] = "N"
    data = io.BytesIO()
    shown.save(data, "JPEG", exif=exif.tobytes(), quality=95)
    return data.getvalue()


def sent(content: bytes, name: str = "ja.jpg", **fields: Any) -> dict[str, Any]:
    """The form with a photo."""
    return FILLED | {"new_photo": SimpleUploadedFile(name, content)} | fields


def stored() -> set[str]:
    """The names of all photos in the storage."""
    return {path.name for path in Path(settings.MEDIA_ROOT, "profiles").glob("*")}


def opened(photo: Photo) -> Picture.Image:
    """The large one as a picture."""
    return Picture.open(io.BytesIO(photo.large))


# --- What a photo becomes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(300, 200), (200, 900), (2000, 1000), (1, 1)])
def test_a_picture_becomes_a_square(kind, size):
    photo = make_photo(io.BytesIO(picture(kind, size)))
    assert (opened(photo).format, opened(photo).size) == ("WEBP", (512, 512))
    assert Picture.open(io.BytesIO(photo.small)).size == (96, 96)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_pixels_can_be_drawn(mode):
    data = io.BytesIO()
    Picture.new(mode, (30, 20)).save(data, "PNG")
    assert opened(make_photo(data)).mode == "RGB"


def test_a_clear_background_becomes_white():
    data = io.BytesIO()
    Picture.new("RGBA", (30, 30), (255, 0, 0, 0)).save(data, "PNG")
    assert min(opened(make_photo(data)).convert("RGB").getpixel((256, 256))) > 250


def test_a_photo_is_turned_upright_and_keeps_nothing_of_the_camera():
    original = with_exif()
    assert b"Fabrika" in original
    photo = make_photo(io.BytesIO(original))
    left, right = (opened(photo).convert("RGB").getpixel((x, 256)) for x in (20, 490))
    assert left[2] > 200 > left[0]  # blue
    assert right[0] > 200 > right[2]  # red
    for data in (photo.large, photo.small):
        assert not Picture.open(io.BytesIO(data)).getexif()
        assert not {"exif", "xmp", "icc_profile"} & Picture.open(io.BytesIO(data)).info.keys()
        assert b"Fabrika" not in data


def test_of_a_moving_picture_the_first_frame_is_kept():
    frames = [Picture.new("RGB", (50, 50), colour) for colour in ("lime", "black")]
    data = io.BytesIO()
    frames[0].save(data, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    photo = opened(make_photo(data))
    assert not getattr(photo, "is_animated", False)
    assert photo.convert("RGB").getpixel((256, 256))[1] > 200


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (SVG, NotAPhoto),
        (b"GIF89a" + bytes(50), NotAPhoto),
        (picture("GIF"), NotAPhoto),
        (picture("BMP"), NotAPhoto),
        (b"", NotAPhoto),
        (b"%PDF-1.7", NotAPhoto),
        (picture("JPEG")[:200], NotAPhoto),
        (picture("PNG")[:-40], NotAPhoto),
        (head_only(10, 10), NotAPhoto),
        (head_only(10_000, 5_001), TooManyPixels),
        (head_only(15_000, 15_000), TooManyPixels),
        (head_only(60_000, 60_000), TooManyPixels),
        (bytes(10 * 1024 * 1024 + 1), FileTooLarge),
    ],
)
def test_what_is_no_photo_is_refused(content, refusal):
    with pytest.raises(refusal):
        make_photo(io.BytesIO(content))


# --- The form -----------------------------------------------------------------------------------------------------


def test_a_photo_is_saved_and_shown(client, reader):
    assert client.post(URL, sent(picture("JPEG"))).status_code == 302
    profile = Profile.objects.get(user=reader)
    assert stored() == {Path(profile.photo.name).name, f"{Path(profile.photo.name).stem}-small.webp"}
    response = client.get(profile.photo_url)
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert Picture.open(io.BytesIO(b"".join(response))).size == (512, 512)
    small = client.get(profile.small_photo_url)
    assert Picture.open(io.BytesIO(b"".join(small))).size == (96, 96)
    assert profile.photo_url in client.get(URL).content.decode()
    assert profile.photo_url in client.get(f"/imenik/osobe/{reader.pk}/").content.decode()
    assert profile.small_photo_url in client.get("/imenik/osobe/").content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [(SVG, "ja.svg"), (SVG, "ja.png"), (b"tekst", "ja.jpg"), (head_only(9_000, 9_000), "ja.png"), (b"", "ja.png")],
)
def test_a_wrong_photo_loses_nothing_that_was_typed(client, reader, content, name):
    factories.photo(reader)
    before = stored()
    html = client.post(URL, sent(content, name, department="Odeljenje <3")).content.decode()
    assert 'value="načelnica Odeljenja"' in html
    assert "Odeljenje &lt;3" in html
    assert 'id="id_new_photo_error"' in html
    assert "<script>alert" not in html
    assert stored() == before
    assert not Profile.objects.filter(position="načelnica Odeljenja").exists()


def test_a_right_photo_is_kept_while_something_else_is_corrected(client, reader):
    response = client.post(URL, sent(picture(colour="lime"), last_name=""))
    assert response.status_code == 200
    assert not stored()
    kept = response.context["form"].photo_to_keep
    assert f'name="kept_photo" value="{kept}"' in response.content.decode()
    assert client.post(URL, FILLED | {"kept_photo": kept}).status_code == 302
    name = Profile.objects.get(user=reader).photo.path
    assert Picture.open(name).convert("RGB").getpixel((9, 9))[1] > 200


@pytest.mark.parametrize("kept", ["<b>", "ж", "AAAA", "c3Zn" * 100])
def test_a_kept_photo_that_is_none_is_refused(client, reader, kept):
    response = client.post(URL, FILLED | {"kept_photo": kept})
    assert response.status_code == 200
    assert "new_photo" in response.context["form"].errors
    assert not stored()


def test_an_old_photo_goes_after_the_change_is_committed(client, reader, django_capture_on_commit_callbacks):
    old = factories.photo(reader)
    address = Profile.objects.get(user=reader).photo_url
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(URL, sent(picture(colour="lime")))
    assert old in stored()
    for callback in callbacks:
        callback()
    assert old not in stored()
    assert len(stored()) == 2
    assert client.get(address).status_code == 404


def test_a_photo_can_be_removed(client, reader, django_capture_on_commit_callbacks):
    factories.photo(reader)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, FILLED | {"remove_photo": "on"})
    assert not stored()
    assert Profile.objects.get(user=reader).photo.name == ""
    assert 'aria-hidden="true">JM<' in client.get("/imenik/osobe/").content.decode()


def test_a_new_photo_wins_over_taking_the_old_one_away(client, reader):
    factories.photo(reader)
    client.post(URL, sent(picture(), remove_photo="on"))
    assert Profile.objects.get(user=reader).photo


def test_a_save_that_fails_leaves_no_new_file(reader, monkeypatch):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("directory.services.profiles.queue", fail)
    photo = make_photo(io.BytesIO(picture()))
    with pytest.raises(RuntimeError):
        services.save_profile(profile=Profile.objects.get(user=reader), by=reader, photo=photo)
    assert not stored()
    assert not Profile.objects.get(user=reader).photo


def test_files_of_nobody_are_cleared_away_and_photos_stay(reader):
    name = factories.photo(reader)
    for left in ("1f.webp", "1f-small.webp"):
        Path(settings.MEDIA_ROOT, "profiles", left).write_bytes(b"?")
    assert remove_orphan_files(older_than=timedelta(seconds=-1)) == 2
    assert stored() == {name, name.replace(".webp", "-small.webp")}


# --- Who sees it --------------------------------------------------------------------------------------------------


def strangers() -> dict[str, Callable[[], Any]]:
    """People to whom a photo does not exist."""
    return {"former": factories.former_member, "nobody": factories.person}


@pytest.mark.parametrize("name", strangers())
def test_who_may_not_see_the_profile_sees_no_photo(client, member, name):
    factories.photo(member)
    profile = Profile.objects.get(user=member)
    assert client.get(profile.photo_url).status_code == 302
    client.force_login(strangers()[name]())
    for address in (profile.photo_url, profile.small_photo_url):
        assert client.get(address).status_code == 404


def status(client: Any, address: str) -> int:
    """What an address answers, read to its end, which closes the file."""
    response = client.get(address)
    if response.streaming:
        b"".join(response)
    return response.status_code


def test_a_photo_ends_with_the_seat_but_not_for_its_person(client, reader):
    other = factories.member()
    factories.photo(other)
    address = Profile.objects.get(user=other).photo_url
    assert status(client, address) == 200
    services.end_appointment(appointment=other.appointments.get(), last_day=factories.day(-1))
    assert status(client, address) == 404
    client.force_login(other)
    assert status(client, address) == 200


def test_the_name_of_a_file_opens_nothing_else(client, reader):
    name = factories.photo(reader).removesuffix(".webp")
    other = factories.member()
    for person, key in ((other, name), (reader, "1f"), (reader, f"{name}x")):
        assert client.get(reverse("profile_photo", args=[person.pk, key])).status_code == 404
    assert client.get(f"/media/profiles/{name}.webp").status_code == 404
    Path(Profile.objects.get(user=reader).photo.path).unlink()
    assert client.get(reverse("profile_photo", args=[reader.pk, name])).status_code == 404


def test_nginx_sends_photos_where_it_is_told_to(client, reader, settings):
    name = factories.photo(reader)
    settings.X_ACCEL_PREFIX = "/zasticeno/"
    response = client.get(Profile.objects.get(user=reader).photo_url)
    assert response.headers["X-Accel-Redirect"] == f"/zasticeno/profiles/{name}"
    assert response.headers["Content-Type"] == "image/webp"
