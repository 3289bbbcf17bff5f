"""How well the graded queries find in the loaded demo: no class may fall behind what was reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from files.models import Document
from files.reading import read_document
from search import engines
from search.engines.embedded import Embedded
from search.rebuilding import rebuild
from tests.relevance.asking import measure

REACHED = json.loads(Path(__file__).with_name("reached.json").read_text(encoding="utf-8"))
FALL = 0.03
"""How far a class may fall behind; then the change is not an improvement, or `reached.json` changes with a reason."""

pytestmark = [pytest.mark.slow, pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The figures, asked of the demo with all its files read; nothing of it stays in the database."""
    own = Embedded(tmp_path_factory.mktemp("index"))
    folders = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), DEMO=True)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic(), folders:
        patch.setattr(engines, "current", lambda: own)
        call_command("load_demo", verbosity=0)
        for number in Document.objects.values_list("pk", flat=True):
            read_document(number)
        rebuild()
        figures = measure()
        transaction.set_rollback(True)
    return figures


def test_the_set_was_asked(found):
    assert found["overall"]["queries"] == sum(of_class["queries"] for of_class in found["classes"].values()) >= 220


@pytest.mark.parametrize("name", sorted(REACHED))
def test_no_class_falls_behind(found, name):
    assert found["classes"][name]["success1"] >= REACHED[name]["success1"] - FALL
    assert found["classes"][name]["mrr10"] >= REACHED[name]["mrr10"] - FALL
