"""Measures how long a page takes from one script to the other: python -m benchmarks.markup

It prints milliseconds for a list of many rows, and how much longer each script takes than parsing the page alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from html.parser import HTMLParser
from statistics import median

from serbian.markup import transliterate_html

ROW = (
    '<li class="row plain"><div class="at"><strong>sreda, {n}. 11.</strong> 10.00–12.00</div><div><h3 id="d{n}">'
    '<a href="/akti/{n}/" title="Uredba {n}">Uredba o kancelarijskom poslovanju organa državne uprave {n}</a>'
    '</h3><p class="meta"><span>na daljinu</span><span>Opština Aranđelovac, domaćin</span></p></div></li>\n'
)
ROWS, TIMES = 320, 9


def main() -> None:
    """Measure and print."""
    page = "".join(ROW.format(n=number) for number in range(ROWS))
    print(f"a page of {len(page.encode()) // 1000} kB")
    parsed = milliseconds(lambda: HTMLParser().feed(page))
    print(f"parsed    {parsed:6.1f} ms")
    cyrillic = transliterate_html(page, "cyrillic")
    for name, work in (
        ("cyrillic", lambda: transliterate_html(page, "cyrillic")),
        ("latin", lambda: transliterate_html(cyrillic, "latin")),
    ):
        taken = milliseconds(work)
        print(f"{name:9} {taken:6.1f} ms, {taken / parsed:.1f} times as long as parsing")


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of the processor for a piece of work."""
    taken = []
    for _ in range(TIMES):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return median(taken) * 1000


if __name__ == "__main__":
    main()
