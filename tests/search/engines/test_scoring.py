from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines import bitmaps
from search.engines.base import Word
from search.engines.scoring import from_byte, length_byte, norms, sought, thresholds, to_byte, weight

GREATEST = 2**31 - 1
A, B, OF = Word("akt", ("akt",)), Word("banka", ("bank",)), Word("o", ("o",))


def test_a_byte_keeps_short_lengths_exactly():
    assert [from_byte(to_byte(length)) for length in range(40)] == list(range(40))
    assert (to_byte(40), from_byte(to_byte(41)), to_byte(GREATEST)) == (40, 40, 255)
    assert [from_byte(byte) for byte in (40, 47, 48, 56, 255)] == [40, 54, 56, 88, 2_013_265_944]


@given(st.integers(0, GREATEST))
def test_a_byte_loses_less_than_an_eighth(length):
    assert 7 * length / 8 <= from_byte(to_byte(length)) <= length


@given(st.integers(0, 255))
def test_bytes_come_back(byte):
    assert to_byte(from_byte(byte)) == byte


def test_the_title_counts_five_times_for_the_length():
    assert from_byte(length_byte(3, 20)) == 35
    assert from_byte(length_byte(0, 0)) == 0


def test_longer_entries_need_more_of_a_word():
    values = norms(100.0)
    assert values == sorted(values)
    assert values[0] == pytest.approx(1.2 * 0.7)
    assert values[to_byte(96)] == pytest.approx(1.2 * (0.7 + 0.3 * 0.96))


def test_rare_words_weigh_more_and_none_weighs_nothing():
    assert weight(1_000, 1) > weight(1_000, 500) > weight(1_000, 1_000) > 0


def test_what_is_sought():
    assert sought((A, OF, B, Word("aktom", ("akt",)))) == (A, B)
    assert sought((OF,)) == (OF,)
    assert sought(()) == ()


def test_how_many_words_are_enough():
    assert [thresholds(words) for words in (1, 2, 3, 5)] == [(1,), (2, 1), (3, 2, 1), (5, 3, 1)]


@given(st.sets(st.integers(0, 5_000)))
def test_bitmaps_are_sets_of_ids(ids):
    bits = bitmaps.of_ids(ids)
    assert bits == sum(1 << number for number in ids)
    assert bitmaps.to_ids(bits) == sorted(ids)
    assert bitmaps.from_blob(bitmaps.to_blob(bits)) == bits
    assert bits.bit_count() == len(ids)
