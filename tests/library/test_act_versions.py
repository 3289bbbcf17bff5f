from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from library.enums import Force
from library.models import ActVersion
from library.models.acts import current_version
from tests import factories

FIRST, LAST, AFTER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "force"),
    [
        (date(2025, 12, 31), Force.NOT_YET),
        (FIRST, Force.IN_FORCE),
        (LAST, Force.IN_FORCE),
        (AFTER, Force.ENDED),
        (date(2030, 1, 1), Force.ENDED),
    ],
)
def test_force_on_border_days(day, force):
    assert ActVersion(in_force_from=FIRST, in_force_to=AFTER).force_on(day) == force


def test_force_without_an_end_lasts():
    assert ActVersion(in_force_from=FIRST).force_on(date(2100, 1, 1)) == Force.IN_FORCE


def test_force_without_a_start_is_unknown():
    assert ActVersion(in_force_to=AFTER).force_on(LAST) == Force.UNKNOWN


@pytest.mark.parametrize(("day", "found"), [(date(2025, 12, 31), 0), (FIRST, 1), (LAST, 1), (AFTER, 0)])
def test_the_database_counts_days_as_the_model_does(db, day, found):
    act = factories.act_page(version={"in_force_from": FIRST, "in_force_to": AFTER})
    assert ActVersion.objects.filter(page=act).in_force_on(day).count() == found


def test_on_the_day_of_change_the_new_text_is_current():
    old = ActVersion(in_force_from=FIRST, in_force_to=AFTER)
    new = ActVersion(in_force_from=AFTER)
    assert current_version([old, new], LAST) is old
    assert current_version([old, new], AFTER) is new
    assert current_version([new, old], AFTER) is new


def test_without_a_text_in_force_the_latest_is_current():
    ended = ActVersion(in_force_from=FIRST, in_force_to=AFTER)
    unknown = ActVersion()
    assert current_version([unknown, ended], date(2030, 1, 1)) is ended
    assert current_version([unknown], FIRST) is unknown
    assert current_version([], FIRST) is None


@pytest.mark.parametrize("end", [FIRST, date(2025, 12, 31)])
def test_the_end_must_come_after_the_start(db, end):
    version = ActVersion(page=factories.act_page(), in_force_from=FIRST, in_force_to=end)
    with pytest.raises(ValidationError) as refusal:
        version.full_clean()
    assert "in_force_to" in refusal.value.message_dict
    with pytest.raises(IntegrityError):
        version.save()
