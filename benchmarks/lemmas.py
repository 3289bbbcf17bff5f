"""Measures how lemmas are found: python -m benchmarks.lemmas

It prints how long the dictionary takes to load and how much memory the process grows by; the time of a word that is in
the dictionary, of one that is not, and of one that was asked for before; and how many lemmas a word of the demo has.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from serbian.analysis import find_words, lemmas, tokens
from serbian.dictionary import dictionary
from serbian.lemmas import find_lemmas

TEXTS = Path(__file__).resolve().parent.parent / "home" / "demo" / "texts"
TIMES = 5


def main() -> None:
    """Measure and print."""
    before, start = resident(), time.process_time()
    dictionary()
    print(f"load       {(time.process_time() - start) * 1000:6.0f} ms")
    print(f"memory     {resident() - before:6.0f} MB")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEXTS.iterdir()))
    words = [token.text for token in tokens(text) if token.text.isalpha()]
    known = [word for word in dict.fromkeys(words) if dictionary().readings(word)]
    unknown = [f"{word[:3]}vl{word[3:]}" for word in known]
    unknown = [word for word in unknown if not dictionary().readings(word)]
    for name, find, asked in (
        ("known", find_lemmas, known),
        ("unknown", find_lemmas, unknown),
        ("cached", lemmas, words),
    ):
        print(f"{name:10} {microseconds(find, asked):6.1f} µs a word, {len(asked)} words")
    print(f"lemmas     {sum(len(lemmas(word)) for word in words) / len(words):6.2f} a word")
    print(f"find_words {microseconds(lambda part: list(find_words(part)), [text]) / len(words):6.2f} µs a word")


def microseconds(function: Callable[[str], object], arguments: Iterable[str]) -> float:
    """Return the best mean time of a call, of several rounds."""
    asked = list(arguments)
    rounds = []
    for _ in range(TIMES):
        start = time.process_time()
        for argument in asked:
            function(argument)
        rounds.append((time.process_time() - start) / len(asked) * 1e6)
    return min(rounds)


def resident() -> float:
    """Return the memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()
