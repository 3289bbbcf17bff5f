from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from tests import factories

# 23.30 of the 31st in Greenwich is 0.30 of the 1st here.
MIDNIGHT = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
MEETING = {"start": datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "end": datetime(2026, 11, 23, 12, 30, tzinfo=UTC)}


def render(template: str, language: str = "sr-latn", **context: object) -> str:
    with translation.override(language):
        return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("template", "latin", "cyrillic", "english"),
    [
        ("{{ day|long_date }}", "23. novembar 2026.", "23. новембар 2026.", "23 November 2026"),
        ("{{ day|long_date:'sentence' }}", "23. novembra 2026.", "23. новембра 2026.", "23 November 2026"),
        ("{{ day|month_and_year }}", "novembar 2026.", "новембар 2026.", "November 2026"),
        ("{{ day|weekday }}", "ponedeljak", "понедељак", "Monday"),
        ("{{ start|clock }}", "10.00", "10.00", "10:00"),
        ("{{ start|clock_range:end }}", "10.00–13.30", "10.00–13.30", "10:00–13:30"),
        ("{{ day|date_range:later }}", "23–28. novembar 2026.", "23–28. новембар 2026.", None),
    ],
)
def test_dates_and_times_in_the_language_of_the_page(template, latin, cyrillic, english):
    context = MEETING | {"day": date(2026, 11, 23), "later": date(2026, 11, 28)}
    results = {language: render(template, language, **context) for language in ("sr-latn", "sr", "en")}
    plain = {language: text.replace("\u00a0", " ") for language, text in results.items()}
    assert plain["sr-latn"] == latin
    assert plain["sr"] == cyrillic
    assert plain["en"] == (english or "23 November 2026 – 28 November 2026")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ moment|long_date }}", "1. novembar 2026."),
        ("{{ moment|weekday }}", "nedelja"),
        ("{{ moment|clock }}", "0.30"),
        ("{{ earlier|clock_range:moment }}", "23.30–0.30"),
        ("{{ earlier|date_range:moment }}", "31. oktobar – 1. novembar 2026."),
    ],
)
def test_times_are_shown_as_clocks_here_show_them(template, text):
    earlier = datetime(2026, 10, 31, 22, 30, tzinfo=UTC)
    assert render(template, moment=MIDNIGHT, earlier=earlier).replace("\u00a0", " ") == text


def test_summer_time():
    assert render("{{ moment|clock }}", moment=datetime(2026, 7, 1, 8, 5, tzinfo=UTC)) == "10.05"
    assert render("{{ moment|clock }}", moment=time(9, 5)) == "9.05"


def test_short_date_names_the_year_only_when_it_is_another():
    today = timezone.localdate()
    assert str(today.year) not in render("{{ day|short_date }}", day=today)
    assert render("{{ day|short_date }}", day=date(2019, 2, 3)) == "3.\u00a0februar 2019."
    assert render("{{ day|short_date:'sentence' }}", "sr", day=date(2019, 2, 3)) == "3.\u00a0фебруара 2019."
    assert render("{{ day|short_date }}", "en", day=date(2019, 2, 3)) == "3 February 2019"


def test_a_line_never_ends_inside_a_date():
    assert render("{{ day|long_date }}", day=date(2026, 11, 23)) == "23.\u00a0novembar\u00a02026."


@pytest.mark.parametrize(
    "name", ["long_date", "short_date", "month_and_year", "weekday", "clock", "clock_range", "date_range"]
)
@pytest.mark.parametrize("language", ["sr", "en"])
def test_nothing_is_shown_for_no_date(name, language):
    assert render(f"{{{{ moment|{name} }}}}", language, moment=None) == ""
    assert render(f"{{{{ moment|{name} }}}}", language, moment="") == ""


def test_a_range_without_a_sensible_end_is_its_first_day():
    first = date(2026, 11, 23)
    for last in (None, first, date(2026, 11, 22)):
        assert render("{{ first|date_range:last }}", first=first, last=last) == "23.\u00a0novembar\u00a02026."


@pytest.mark.parametrize(
    ("number", "latin", "english"),
    [
        (0, "0 kB", "0 kB"),
        (1, "0,1 kB", "0.1 kB"),
        (512, "0,5 kB", "0.5 kB"),
        (624640, "610 kB", "610 kB"),
        (1023 * 1024, "1,0 MB", "1.0 MB"),
        (1468006, "1,4 MB", "1.4 MB"),
        (52 * 1024**2, "52 MB", "52 MB"),
        (None, "", ""),
    ],
)
def test_file_sizes(number, latin, english):
    assert render("{{ number|file_size }}", number=number).replace("\u00a0", " ") == latin
    assert render("{{ number|file_size }}", "en", number=number).replace("\u00a0", " ") == english


def test_bind_escapes_what_people_write():
    text = "Odluka o <b>170 jedinica</b>"
    assert render("{{ text|bind }}", text=text) == "Odluka o\u00a0&lt;b&gt;170\u00a0jedinica&lt;/b&gt;"
    assert render("{{ text|bind }}", "en", text=text) == "Odluka o &lt;b&gt;170 jedinica&lt;/b&gt;"


def test_text_in_the_script_of_the_page():
    assert render("{{ name|in_script }}", "sr", name="Ljiljana <Đ>") == "Љиљана &lt;Ђ&gt;"
    assert render("{{ name|in_script }}", "sr-latn", name="Љиљана") == "Ljiljana"
    assert render("{{ name|in_script }}", "en", name="Љиљана") == "Љиљана"


def test_path_to_a_page_leaves_out_the_home_page(db):
    top = factories.content_page(title="O Mreži")
    middle = factories.content_page(top, title="Delokrug")
    below = factories.content_page(middle, title="Mere")
    template = "{% path_to page as path %}{% for item in path %}{{ item.title }}/{% endfor %}"
    assert render(template, page=factories.home()) == ""
    assert render(template, page=top) == ""
    assert render(template, page=below) == "O Mreži/Delokrug/"
