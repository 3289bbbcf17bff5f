"""Sets of entry ids as Python's integers, bit `id` set: an entry is a bit, and a count is `bit_count()`.

A set takes as many bits as the greatest id, 2.5 kB at 20,000 entries.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import compress, count
from typing import Final

_DIGITS: Final = bytes.maketrans(b"01", b"\0\1")


def of_ids(ids: Collection[int]) -> int:
    """Return the set of these ids (at least 0)."""
    if not ids:
        return 0
    digits = bytearray(b"0") * (max(ids) + 1)
    for number in ids:
        digits[number] = 49  # ord("1")
    digits.reverse()
    return int(digits, 2)


def to_ids(bits: int) -> list[int]:
    """Return the ids of a set, ascending."""
    return list(compress(count(), reversed(f"{bits:b}".encode().translate(_DIGITS))))


def to_blob(bits: int) -> bytes:
    """Return a set as the bytes that a database keeps."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def from_blob(blob: bytes) -> int:
    """Return the set of `to_blob`."""
    return int.from_bytes(blob, "little")
