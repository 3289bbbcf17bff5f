"""The checks of the journeys see what they are for: each fault, put into a page, makes its check fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.scene import Scene
from tests.journeys.visitor import Setting, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

ADD = "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)"
WIDEN = "width => { document.querySelector('h1').style.width = width }"
FAULTS = [
    ("check_axe", ADD, "<img src='/static/favicon.svg'>"),
    ("check_axe", ADD, "<p class='faint'>Bledo</p><a href='#'></a>"),
    ("check_width", WIDEN, "2000px"),
    ("check_console", ADD, "<p style='color: red'>Boja</p>"),
    ("check_console", ADD, "<img alt='' src='https://mreza.invalid/slika.png'>"),
    (
        "check_console",
        "text => { const s = document.createElement('script'); s.text = text; document.body.append(s) }",
        "1",
    ),
    ("check_console", "address => fetch(address)", "/nema/"),
]
WORDS = {"sr-latn": ("Библиотека", "Read the act"), "sr": ("Biblioteka", "Predmet je zavedenPDF")}


@pytest.fixture
def visitor(visit: Callable[[], Visitor], scene: Scene) -> Visitor:
    """A member on the home page, in which there is no fault."""
    visitor = visit()
    visitor.log_in(scene.member)
    visitor.check("home")
    return visitor


@pytest.mark.parametrize("setting", [Setting("sr-latn", 360), Setting("sr", 1280)], indirect=True, ids=str)
def test_each_fault_is_seen(visitor: Visitor) -> None:
    for check, script, argument in FAULTS:
        visitor.open("/")
        visitor.page.evaluate(script, argument)
        visitor.page.wait_for_timeout(100)
        with pytest.raises(AssertionError):
            getattr(visitor, check)(argument)
        visitor.complaints.clear()
    for words in WORDS[visitor.setting.script]:
        visitor.open("/")
        visitor.page.evaluate(ADD, f"<p>{words}</p>")
        with pytest.raises(AssertionError):
            visitor.check_words(words)
