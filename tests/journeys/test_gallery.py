"""The gallery of components draws each of them without a fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.urls("tests.journeys.gallery_urls")]


def test_the_gallery_has_no_fault(visit: Callable[[], Visitor], scene: Scene) -> None:
    visitor = visit()
    visitor.log_in(scene.member)
    visitor.open("/styleguide/")
    assert visitor.status == 200
    assert visitor.page.locator("main .hit").count() == 3
    visitor.take_picture("gallery")
    visitor.check_axe("gallery")
    visitor.check_width("gallery")
    visitor.check_console("gallery")
