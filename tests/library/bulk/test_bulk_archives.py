"""ZIPs that nobody vouches for, and names in whatever code page and spelling."""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib

import pytest

from library.bulk import archives
from library.bulk.archives import ArchiveError, Entry
from library.bulk.finding import Contents
from tests.zips import opened, zipped


def trouble(content: bytes) -> str:
    """Why a ZIP is refused as a whole."""
    with pytest.raises(ArchiveError) as refusal:
        opened(content)
    return refusal.value.code


def named(name: str | bytes, *, content: bytes = b"x", flag: int = 0, extra: bytes = b"", mode: int = 0) -> bytes:
    """A ZIP with one file whose name is written as these bytes, the flag of UTF-8 only where it is asked for."""
    raw = name.encode() if isinstance(name, str) else name
    checksum = zlib.crc32(content)
    sizes = (checksum, len(content), len(content), len(raw), len(extra))
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flag, 0, 0, 33, *sizes) + raw + extra + content
    listed = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 788, 20, flag, 0, 0, 33, *sizes, 0, 0, 0, mode << 16, 0)
    listed += raw + extra
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), len(local), 0)
    return local + listed + end


def only(content: bytes) -> Entry:
    """The only file of a ZIP."""
    [entry] = opened(content).entries
    return entry


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("Šćepanović/odluka o đacima.pdf", "cp852"),
        ("Šćepanović/odluka o žirijima.pdf", "cp1250"),
        ("Ђаковић/одлука о џиновима.pdf", "cp855"),
        ("Ђаковић/одлука о џиновима.pdf", "cp1251"),
        ("Ђаковић/одлука о џиновима.pdf", "utf-8"),
        ("Šćepanović.pdf", "utf-8"),
        ("plain ascii.pdf", "ascii"),
    ],
)
def test_names_without_the_flag_are_read_in_their_code_page(name, page):
    assert only(named(name.encode(page))).path == name


def test_the_name_of_the_other_field_counts_if_it_is_about_this_file():
    raw, name = b"?dluka.pdf", "Ђодлука.pdf".encode()
    right = struct.pack("<HHBL", 0x7075, 5 + len(name), 1, zlib.crc32(raw)) + name
    stale = struct.pack("<HHBL", 0x7075, 5 + len(name), 1, 7) + name
    assert only(named(raw, extra=right)).path == "Ђодлука.pdf"
    assert only(named(raw, extra=stale)).path == "?dluka.pdf"


def test_names_are_composed_and_have_slashes():
    apart = unicodedata.normalize("NFD", "Čačak/Šćekić.pdf")
    assert only(named(apart, flag=0x800)).path == "Čačak/Šćekić.pdf"
    assert only(named("Akta\\2026\\a.pdf", flag=0x800)).path == "Akta/2026/a.pdf"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt", "a/../../b.txt", "/etc/passwd.txt", "C:/Windows/a.txt", "..\\..\\a.txt",
        "a\x00.txt", "\x00", "a\x07.txt", "a\u202etxt.exe.txt", "a\u200b.txt", "a\nb.txt", "dir/ ", "..",
    ],
)  # fmt: skip
def test_names_that_mean_no_good(name):
    entry = only(named(name, flag=0x800))
    assert entry.trouble == "file_name"
    assert "\x00" not in entry.path


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_what_is_no_file(kind):
    assert only(named("a.txt", content=b"/etc/passwd", mode=kind | 0o777)).trouble == "file_link"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", b"PK", "file_archive"),
        ("a.RAR", b"x", "file_archive"),
        ("a.exe", b"MZ", "file_format"),
        ("a", b"x", "file_format"),
        ("a.txt", b"", "file_empty"),
        ("a.txt", b"1234", "file_too_big"),
        ("A.TXT", b"123", ""),
    ],
)
def test_files_that_become_no_document(settings, name, content, code):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 3
    assert only(named(name, content=content)).trouble == code


def test_two_files_of_one_name():
    content = zipped({"a.txt": "1", "b.txt": "2"}).replace(b"b.txt", b"a.txt")
    assert [entry.trouble for entry in opened(content).entries] == ["file_in_zip_twice"] * 2


def test_a_method_that_not_all_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "1")
    assert only(packed.getvalue()).trouble == "file_method"


def test_what_systems_add_is_left_out():
    names = ["__MACOSX/._a.txt", ".DS_Store", "x/Thumbs.db", "~$akti.xlsx", "x/desktop.ini", "a.txt"]
    assert [entry.path for entry in opened(zipped(dict.fromkeys(names, "x"))).entries] == ["a.txt"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_zip"),
        (b"PK\x03\x04", "not_a_zip"),
        (b"%PDF-1.7", "not_a_zip"),
        (b"Rar!\x1a\x07\x00" + b"x" * 100, "not_a_zip"),
        (zipped({"a.txt": "x" * 1000})[:-30], "not_a_zip"),
        (zipped({"a.txt": "x"})[60:], "not_a_zip"),
        (named(b"\xff\xfe.txt", flag=0x800), "not_a_zip"),
        (named("a.txt", flag=0x1), "password"),
        (named("a.txt", flag=0x41), "password"),
        (zipped({"a/": ""}), "empty_zip"),
        (zipped({}), "empty_zip"),
        (zipped({".DS_Store": "x"}), "empty_zip"),
    ],
)
def test_what_is_no_zip_of_ours(content, code):
    assert trouble(content) == code


def test_every_cut_and_every_changed_byte_is_refused_or_read():
    content = zipped({"a.txt": "Члан 1.", "b/č.txt": "2"})
    broken = [content[:end] for end in range(0, len(content), 7)]
    broken += [content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :] for at in range(len(content))]
    read = 0
    for damaged in broken:
        try:
            archive = opened(damaged)
            for entry in archive.entries:
                list(archive.pieces(entry))
            read += 1
        except ArchiveError:
            continue
    assert 0 < read < len(broken)


def test_a_bomb_is_not_unpacked():
    assert trouble(zipped({"a.txt": b" " * 30_000_000})) == "too_dense"


def test_many_files_and_much_content_are_refused_by_the_list_alone(monkeypatch):
    assert trouble(zipped({f"{number}.txt": "" for number in range(archives.MAX_ENTRIES + 1)})) == "too_many_entries"
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)
    assert trouble(zipped({"a.txt": b"x" * 600, "b.txt": b"y" * 600})) == "too_big_inside"


def test_a_list_of_contents_that_is_too_long_is_not_read(monkeypatch):
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 10_000)
    assert trouble(zipped({f"{'a' * 50}{number}.txt": "" for number in range(200)})) == "too_many_entries"


def test_a_file_that_is_larger_or_other_than_it_says_is_damaged():
    content = bytearray(zipped({"a.txt": b"x" * 5000}))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<L", 10)
    archive = opened(bytes(content))
    with pytest.raises(ArchiveError) as refusal:
        list(archive.pieces(archive.entries[0]))
    assert refusal.value.code == "file_damaged"


PATHS = ["Одлуке/Ђак и đak „prvi“.pdf", "Одлуке/Šuma.txt", "2026/a 1.pdf", "2026/a 11.pdf", "x/isto.txt", "y/isto.txt"]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("Одлуке/Ђак и đak „prvi“.pdf", PATHS[0]),
        ("Odluke\\Đak i đak prvi.PDF", PATHS[0]),
        ("djak i djak prvi.pdf", PATHS[0]),
        ("dak i dak prvi.pdf", PATHS[0]),
        (unicodedata.normalize("NFD", "odluke/šuma.txt"), PATHS[1]),
        ("./Шума.txt", PATHS[1]),
        ("suma", PATHS[1]),
        ("Шумa", PATHS[1]),  # with a Latin a
        ("a_1.pdf", PATHS[2]),
        ("a-11.pdf", PATHS[3]),
        ("/X/ISTO.TXT", PATHS[4]),
        ("y/isto.txt", PATHS[5]),
    ],
)
def test_a_cell_finds_its_file_in_any_spelling(written, path):
    found = Contents([Entry(place, path, 1) for place, path in enumerate(PATHS)]).find(written)
    assert [entry.path for entry in found] == [path]


def test_a_name_of_two_files_is_not_guessed_and_a_stranger_finds_none():
    contents = Contents([Entry(place, path, 1) for place, path in enumerate(PATHS)])
    assert len(contents.find("isto.txt")) == 2
    assert contents.find("a 2.pdf") == []
    assert contents.find("???") == []
