"""The admin's scripts: their texts in the reader's language, and the addresses they make of titles."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polib
import pytest
import wagtail
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from library.models import LibraryPage
from serbian.slugs import slugify
from tests import factories

TITLES = [
    "Уредба о Ђурђевдану, њиви и Џепу",
    "Odluka o žurnom đačkom čišćenju šuma",
    "Правилник број 5/2026 (пречишћен текст)",
    "Zakon – „treće čitanje“",
]


def catalogue(script: str) -> dict[str, Any]:
    """The messages in what `jsi18n` answers."""
    found = re.search(r"newcatalog = (\{.*?\});\n", script, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize(("language", "folder"), [("sr-latn", "sr_Latn"), ("sr", "sr")])
def test_scripts_get_serbian_texts(db, client, language, folder):
    client.force_login(factories.editor(language=language))
    served = catalogue(client.get(reverse("wagtailadmin_javascript_catalog")).content.decode())
    root = next(path for path in settings.LOCALE_PATHS if Path(path).name == "wagtail")
    ours = polib.pofile(str(Path(root) / folder / "LC_MESSAGES" / "djangojs.po"))
    for entry in polib.pofile(str(Path(wagtail.__file__).parent / "admin/locale/en/LC_MESSAGES/djangojs.po")):
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        here = ours.find(entry.msgid, msgctxt=entry.msgctxt or False)
        wanted = [here.msgstr_plural[form] for form in sorted(here.msgstr_plural)] or here.msgstr
        assert served[key] == wanted


@pytest.mark.browser
def test_address_follows_the_title(transactional_db, live_server, client, browser):
    client.force_login(factories.editor())
    library = LibraryPage.objects.get()
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("wagtailadmin_pages:add", args=("library", "actpage", library.pk)))
    page.wait_for_selector("html body.ready")
    for title in TITLES:
        page.fill("#id_title", title)
        page.locator("#id_title").blur()
        expect(page.locator("#id_slug")).to_have_value(slugify(title))
    context.close()
