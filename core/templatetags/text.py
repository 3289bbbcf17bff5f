"""Words, dates and numbers as Serbian offices write them, in every template.

Filters of dates and times take dates or times of any kind; aware ones are shown in local time, none as nothing. They
answer in the script or language of the page: Serbian by `serbian.dates`, with no-break spaces inside a date so that a
line never ends there, English by Django's formats. `:"sentence"` puts the month in the genitive: do 23. novembra 2026.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.defaultfilters import stringfilter
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language
from wagtail.models import Page

from serbian import dates
from serbian.script import to_cyrillic, to_latin
from serbian.units import Script

register = template.Library()

SCRIPTS: dict[str, Script] = {"sr": "cyrillic", "sr-latn": "latin"}
UNITS = ("kB", "MB", "GB")
THREE_DIGITS, TWO_DIGITS = 1000, 9.95  # above these a number needs a larger unit, or no tenths
SENTENCE = "sentence"
HOME_DEPTH = 2


def script() -> Script | None:
    """The Serbian script of the page, or none if the page is in another language."""
    return SCRIPTS.get(get_language() or "")


def day_of(moment: date) -> date:
    """The date of a date or of a local time."""
    return moment.date() if isinstance(moment, datetime) else moment


def local(moment: Any) -> Any:
    """A date or time as calendars and clocks here show it. (Django converts a filter's value, not its argument.)"""
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


@register.filter(expects_localtime=True)
def long_date(moment: date | None, form: str = "") -> str:
    """`23. novembar 2026.`"""
    if not moment:
        return ""
    if to := script():
        return dates.bind(dates.long_date(day_of(moment), to, in_sentence=form == SENTENCE))
    return formats.date_format(moment, "j F Y")


@register.filter(expects_localtime=True)
def short_date(moment: date | None, form: str = "") -> str:
    """`23. novembar`, for margins; the year only if it is not this one."""
    if not moment:
        return ""
    other_year = moment.year != timezone.localdate().year
    if to := script():
        text = dates.bind(dates.long_date(day_of(moment), to, year=False, in_sentence=form == SENTENCE))
        return f"{text} {moment.year}." if other_year else text
    return formats.date_format(moment, "j F Y" if other_year else "j F")


@register.filter(expects_localtime=True)
def month_and_year(moment: date | None) -> str:
    """`novembar 2026.`"""
    if not moment:
        return ""
    if to := script():
        return f"{dates.month_name(moment.month, to)}{dates.NO_BREAK_SPACE}{moment.year}."
    return formats.date_format(moment, "F Y")


@register.filter(expects_localtime=True)
def weekday(moment: date | None) -> str:
    """`ponedeljak`."""
    if not moment:
        return ""
    to = script()
    return dates.weekday_name(day_of(moment), to) if to else formats.date_format(moment, "l")


@register.filter(expects_localtime=True)
def clock(moment: time | datetime | None) -> str:
    """`10.00`; in English `10:00`."""
    return clock_range(moment)


@register.filter(expects_localtime=True)
def clock_range(start: time | datetime | None, end: time | datetime | None = None) -> str:
    """`{{ start|clock_range:end }}`: `10.00–13.30`, or the start alone if there is no end."""
    if not start:
        return ""
    text = dates.clock_range(start, local(end))
    return text if script() else text.replace(".", ":")


@register.filter(expects_localtime=True)
def date_range(first: date | None, last: date | None = None) -> str:
    """`{{ first|date_range:last }}`: `28–29. novembar 2026.`, one date if they are the same day or one is missing.

    A last day before the first one is left out: a page is shown with what its author wrote.
    """
    if not first:
        return ""
    start, end = day_of(first), day_of(local(last or first))
    if end <= start:
        return long_date(start)
    if to := script():
        return dates.bind(dates.long_date_range(start, end, to))
    return f"{formats.date_format(start, 'j F Y')} – {formats.date_format(end, 'j F Y')}"


@register.filter
def file_size(number: int | str | None) -> str:
    """`610 kB`, `1,4 MB`: a number of bytes in units of 1024, with tenths below ten."""
    if not isinstance(number, int):  # a document without a file, a name that the template does not know
        return ""
    size, unit = max(number / 1024, 0.1) if number else 0, 0  # a file of one byte is not 0,0 kB
    while size >= THREE_DIGITS and unit < len(UNITS) - 1:
        size, unit = size / 1024, unit + 1
    tenths = 1 if size < TWO_DIGITS and size % 1 else 0
    return f"{formats.number_format(round(size, tenths), tenths)}{dates.NO_BREAK_SPACE}{UNITS[unit]}"


@register.filter
@stringfilter
def bind(text: str) -> str:
    """Plain text (not HTML) with no-break spaces after one-letter words, numbers and months."""
    return dates.bind(text) if script() else text


@register.filter
@stringfilter
def in_script(text: str) -> str:
    """Plain text in the script of the page: for mail, which no middleware sees."""
    to = script()
    return {"cyrillic": to_cyrillic, "latin": to_latin}[to](text) if to else text


@register.simple_tag
def path_to(page: Page) -> list[Page]:
    """The pages above a page, without the home page and the root, for its crumbs."""
    return list(page.get_ancestors().live().filter(depth__gt=HOME_DEPTH)) if page.depth > HOME_DEPTH + 1 else []


@register.simple_tag(takes_context=True)
def edit_url(context: template.Context, page: Page) -> str:
    """The admin's address of a page for those who may edit it, else nothing."""
    request: HttpRequest | None = context.get("request")
    if request is None or not request.user.has_perm("wagtailadmin.access_admin"):
        return ""
    may_edit = page.permissions_for_user(request.user).can_edit()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else ""
