"""Addresses in plain ASCII made from titles in either script."""

from __future__ import annotations

import re

from serbian.folding import fold

_GAP = re.compile(r"[^a-z0-9]+")


def slugify(text: str, max_length: int | None = None) -> str:
    """Return a slug of ASCII letters, digits and single hyphens: ``Њива у Џепу`` becomes ``njiva-u-dzepu``.

    Longer results are cut to ``max_length`` characters, at the last hyphen if that keeps at least half of them.
    A text without a letter or digit gives an empty string: the caller decides what stands in for it.
    """
    slug = _GAP.sub("-", fold(text)).strip("-")
    if max_length is None or len(slug) <= max_length:
        return slug
    cut = slug[:max_length]
    if slug[max_length] != "-":
        head = cut.rpartition("-")[0]
        cut = head if len(head) * 2 >= max_length else cut
    return cut.strip("-")
