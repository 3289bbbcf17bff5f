"""Questions of each class, the same at every run, made from what stands in the corpus."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.search.corpus import CorpusEntry
from serbian.analysis import lemmas, tokens
from serbian.stopwords import STOPWORDS

RUNS, WARM = 120, 20
SEVERAL = range(2, 11)  # entries that have a rare word
COMMON = 0.4  # of the entries have a common word
AROUND = 0.05  # of the entries: how far from `COMMON` the word may be that is asked of the stock search too
EVERY = 7  # of so many entries one passage is kept
UP_TO_THREE = ("rare", "common", "three", "three common", "phrase", "facets")

Question = dict[str, Any]  # text, filters
Questions = dict[str, list[Question]]


@dataclass
class Sample:
    """What is known of a corpus: how many entries have a lemma and a written word, and some passages."""

    entries: int
    having: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    forms: dict[str, str] = field(default_factory=dict)
    passages: list[list[str]] = field(default_factory=list)
    taken: int = 0

    def take(self, entry: CorpusEntry) -> None:
        """Look at an entry."""
        whole = " ".join([entry.title, *entry.passages])
        self.written.update({word for word in whole.lower().split() if word.isalpha()})
        words = {token.text for token in tokens(whole)}
        of_lemmas = {lemma: word for word in words for lemma in lemmas(word)}
        self.forms.update(of_lemmas)
        self.having.update(of_lemmas.keys())
        if len(self.passages) < RUNS * 4 or self.taken % EVERY == 0:
            self.passages.append([token.text for token in tokens(entry.passages[0])])
        self.taken += 1


def questions(sample: Sample) -> Questions:
    """Questions by class, `WARM` and `RUNS` of each."""
    return Maker(sample).of_each_class()


class Maker:
    """Makes questions of a sample."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.source = random.Random(sample.entries)  # noqa: S311 - a benchmark, no secret
        content = {lemma: count for lemma, count in sample.having.items() if sample.forms[lemma] not in STOPWORDS}
        self.rare = sorted(lemma for lemma, count in content.items() if count in SEVERAL)
        self.common = sorted(lemma for lemma, count in content.items() if count > COMMON * sample.entries)
        share = {word: count / sample.entries for word, count in sample.written.items() if word not in STOPWORDS}
        self.in_forty = sorted(word for word, part in share.items() if abs(part - COMMON) < AROUND)

    def of_each_class(self) -> Questions:
        """Questions by class; the last two are asked of the stock search too."""
        return {
            "rare": self.repeat(lambda: self.of_lemmas([self.source.choice(self.rare)])),
            "common": self.repeat(lambda: self.of_lemmas([self.source.choice(self.common)])),
            "three": self.repeat(lambda: self.of_passage(3)),
            "three common": self.repeat(lambda: self.of_lemmas(self.source.sample(self.common, 3))),
            "phrase": self.repeat(self.phrase),
            "facets": self.repeat(lambda: self.of_lemmas(self.source.sample(self.common, 2)) | self.chosen()),
            "eight": self.repeat(lambda: self.of_passage(8)),
            "in 40 %": self.repeat(lambda: question([self.source.choice(self.in_forty)])),
        }

    def repeat(self, make: Callable[[], Question]) -> list[Question]:
        """Questions for all runs."""
        return [make() for _ in range(RUNS + WARM)]

    def of_lemmas(self, found: list[str]) -> Question:
        """A question for forms of these lemmas."""
        return question([self.sample.forms[lemma] for lemma in found])

    def of_passage(self, number: int) -> Question:
        """A question for so many words that stand near each other in a passage."""
        words = [word for word in self.source.choice(self.sample.passages) if word not in STOPWORDS]
        start = self.source.randrange(max(len(words) - 2 * number, 1))
        near = words[start : start + 2 * number]
        return question(self.source.sample(near, min(number, len(near))))

    def phrase(self) -> Question:
        """A question for two or three words as they stand in a passage."""
        words = self.source.choice(self.sample.passages)
        length = self.source.choice([2, 3])
        start = self.source.randrange(len(words) - length)
        return question(['"{}"'.format(" ".join(words[start : start + length]))])

    def chosen(self) -> Question:
        """Values of facets: one of two of one, one of three of another."""
        return {"filters": {"kind": ["regulation"], "topic": ["tema-3", "tema-4", "tema-5"]}}


def question(words: list[str]) -> Question:
    """A question without filters."""
    return {"text": " ".join(words), "filters": {}}
