from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.script import to_latin
from serbian.slugs import slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Уредба о канцеларијском пословању", "uredba-o-kancelarijskom-poslovanju"),
        ("Čačak – đačka ljubav, žuti šešir", "cacak-djacka-ljubav-zuti-sesir"),
        ("Њива, Љиг и Џеп", "njiva-ljig-i-dzep"),
        ("„Sl. glasnik RS“, br. 18/2016", "sl-glasnik-rs-br-18-2016"),
        ("  --a__b--  ", "a-b"),
        ("Палилула (Ниш)", "palilula-nis"),
        ("§ — …", ""),
        ("", ""),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slugify(title) == slug


@pytest.mark.parametrize(
    ("length", "slug"),
    [(34, "uredba-o-kancelarijskom-poslovanju"), (33, "uredba-o-kancelarijskom"), (23, "uredba-o-kancelarijskom"),
     (12, "uredba-o"), (6, "uredba"), (3, "ure")],
)  # fmt: skip
def test_long_slugs_are_cut_between_words(length: int, slug: str) -> None:
    assert slugify("Uredba o kancelarijskom poslovanju", max_length=length) == slug


@given(st.text(), st.integers(1, 30))
def test_a_slug_is_plain_and_short_enough(title: str, length: int) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slugify(title))
    assert len(slugify(title, max_length=length)) <= length
    assert slugify(slugify(title)) == slugify(title)


@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџш АЊЏ-1"))
def test_both_scripts_give_one_slug(title: str) -> None:
    assert slugify(title) == slugify(to_latin(title))
