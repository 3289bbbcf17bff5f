"""What a search should answer, read off the entries one by one, slowly and plainly."""

from __future__ import annotations

from itertools import product
from math import ceil, log

from search.engines.base import EngineEntry, EngineQuery, Word
from search.engines.scoring import from_byte, to_byte
from serbian.stopwords import STOPWORDS


class Reference:
    """All entries, as lists of tokens."""

    def __init__(self, entries: list[EngineEntry]) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.lemmas = {entry.id: [part.lemma.split() for part in lines(entry)] for entry in entries}
        self.forms = {entry.id: [part.exact.split() for part in lines(entry)] for entry in entries}

    def found(self, query: EngineQuery) -> tuple[set[int], bool]:
        """The ids of what is found, and whether all words are in it."""
        matched, complete = self.matched(query)
        return {number for number in matched if self.passes(number, query)}, complete

    def counts(self, query: EngineQuery, facet: str) -> dict[str, int]:
        """How many entries each value would leave, were it chosen instead of what is."""
        counts = {}
        for value in {value for entry in self.entries.values() for value in entry.facets.get(facet, ())}:
            asked = EngineQuery(**{**vars(query), "filters": {**query.filters, facet: frozenset({value})}})
            if number := len(self.found(asked)[0]):
                counts[value] = number
        return counts

    def matched(self, query: EngineQuery) -> tuple[set[int], bool]:
        """What matches before filters."""
        eligible = {number for number in self.entries if self.eligible(number, query)}
        words = asked_for(query.words)
        present = {number: sum(self.has(number, word) for word in words) for number in eligible}
        for needed in (len(words), ceil(len(words) / 2), min(len(words), 1)):
            matched = {number for number in eligible if present[number] >= needed}
            scattered = (
                len(words) >= 3 and not query.preferred and not any(self.most(n, words) == len(words) for n in matched)
            )
            if matched and (needed < len(words) or not scattered):
                return matched, needed == len(words)
        return set(), True

    def most(self, number: int, words: list[Word]) -> int:
        """How many of the words one line of an entry has, where that is the most."""
        return max(sum(stands(word, set(line)) for word in words) for line in self.lemmas[number])

    def eligible(self, number: int, query: EngineQuery) -> bool:
        """Whether the reader may see the entry, it has all phrases, and nothing excluded."""
        return (
            self.entries[number].audience_id in query.audiences
            and all(self.has_phrase(number, phrase) for phrase in query.phrases)
            and not any(self.has(number, word) for word in query.excluded)
            and not any(self.has_phrase(number, phrase) for phrase in query.excluded_phrases)
        )

    def passes(self, number: int, query: EngineQuery) -> bool:
        """Whether the entry passes all filters."""
        facets = self.entries[number].facets
        return all(not values or values & set(facets.get(name, ())) for name, values in query.filters.items())

    def has(self, number: int, word: Word) -> bool:
        """Whether a word is in the entry."""
        there = {lemma for line in self.lemmas[number] for lemma in line}
        return stands(word, there)

    def has_phrase(self, number: int, phrase: tuple[str, ...]) -> bool:
        """Whether a phrase is in one line of the entry."""
        return any(
            tuple(line[start : start + len(phrase)]) == phrase
            for line in self.forms[number]
            for start in range(len(line))
        )

    def passages(self, number: int, query: EngineQuery) -> tuple[int, ...]:
        """The best three passages."""
        points = []
        for passage, (lemmas, forms) in enumerate(zip(self.lemmas[number], self.forms[number], strict=True)):
            words = sum(stands(word, set(lemmas)) for word in asked_for(query.words))
            phrases = sum(contains(forms, phrase) for phrase in query.phrases)
            preferred = 100 * len(set(query.preferred) & set(lemmas))
            points.append((-words - phrases - preferred, passage - 1))
        return tuple(passage for negative, passage in sorted(points[1:]) if negative)[:3]

    def score(self, number: int, query: EngineQuery) -> float:
        """The score of an entry that is found."""
        words = asked_for(query.words)
        present = [word for word in words if self.has(number, word)]
        score = sum(self.part(number, word) for word in present)
        entry = self.entries[number]
        score += sum(points for (name, value), points in query.boosts.items() if value in entry.facets.get(name, ()))
        lemmas = {lemma for line in self.lemmas[number] for lemma in line}
        score += sum(points for lemma, points in query.bonuses.items() if lemma in lemmas)
        numbers = [word for word in words if "/" in word.exact]
        if numbers and all(stands(word, set(self.lemmas[number][0])) for word in numbers):
            score += 10
        if not self.matched(query)[1]:
            return score + 8 * self.most(number, words)
        if words and all(stands(word, set(self.lemmas[number][0])) for word in words):
            score += 10 * min(1, len(words) / max(entry.title_words, 1))
        covered = any({word.exact for word in words} <= set(phrase) for phrase in query.phrases)
        if query.preferred or len(words) < 2 or len(present) < len(words) or covered:
            return score
        together = any(all(stands(word, set(line)) for word in words) for line in self.lemmas[number])
        ways = list(product(*(word.lemmas for word in words)))
        near = any(is_near(line, way) for line in self.lemmas[number] for way in ways)
        near_forms = any(is_near(line, [word.exact for word in words]) for line in self.forms[number])
        return score + 8 * together + 4 * near + 2 * (near and near_forms)

    def part(self, number: int, word: Word) -> float:
        """What a word adds to the score."""
        parts = [self.lemma_part(number, lemma) for lemma in word.lemmas]
        for other in word.others:
            found = [max(self.lemma_part(number, lemma) for lemma in lemmas) for lemmas in other]
            parts.append(sum(found) / len(found) if all(found) else 0.0)
        return max(parts)

    def lemma_part(self, number: int, lemma: str) -> float:
        """What a lemma adds to the score."""
        entries = sum(self.length(other) > 0 for other in self.entries)
        average = sum(map(self.length, self.entries)) / entries
        title, text = len(self.lemmas[number][0]), sum(map(len, self.lemmas[number]))
        shown = from_byte(to_byte(5 * from_byte(to_byte(title)) + from_byte(to_byte(text))))
        having = sum(any(lemma in line for line in lines) for lines in self.lemmas.values())
        idf = log(1 + (entries - having + 0.5) / (having + 0.5))
        tf = 5 * self.lemmas[number][0].count(lemma) + sum(line.count(lemma) for line in self.lemmas[number])
        return 2.2 * idf * tf / (tf + 1.2 * (0.7 + 0.3 * shown / average))

    def length(self, number: int) -> int:
        """The weighted length of an entry."""
        return 5 * len(self.lemmas[number][0]) + sum(map(len, self.lemmas[number]))


def stands(word: Word, lemmas: set[str]) -> bool:
    """Whether a word, or all words of what stands for it, are among these lemmas."""
    if lemmas & set(word.lemmas):
        return True
    return any(all(lemmas & set(part) for part in other) for other in word.others)


def lines(entry: EngineEntry) -> list:
    """The title and the passages."""
    return [entry.title, *entry.passages]


def asked_for(words: tuple[Word, ...]) -> list[Word]:
    """Each word once, function words only if there are no others."""
    once = {word.lemmas: word for word in words[::-1]}
    different = sorted(once.values(), key=words.index)
    return [word for word in different if word.exact not in STOPWORDS] or different


def contains(forms: list[str], phrase: tuple[str, ...]) -> bool:
    """Whether a line has a phrase."""
    return any(tuple(forms[start : start + len(phrase)]) == phrase for start in range(len(forms)))


def is_near(line: list[str], tokens: tuple[str, ...] | list[str]) -> bool:
    """Whether ten consecutive tokens of a line have all of these."""
    return any(set(tokens) <= set(line[start : start + 10]) for start in range(len(line)))
