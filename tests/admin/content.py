"""Content in one script only, so that a letter of the other script on a screen is the admin's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Site

from accounts.models import Invitation, User
from accounts.models.user import LANGUAGE_CHOICES
from accounts.services import invite
from core.models import CoordinatorSettings, Topic
from directory.models import Appointment, LocalGovernment
from files.models import Document, Image
from home.models import MessageToCoordinator
from home.services import write_to_coordinator
from library.enums import BulkRowState
from library.models import BulkUpload, IncomingFile, Issuer
from serbian.script import Script, transliterate
from tests import factories
from tests.security.sample_objects import image


def make_content(script: Script, visitor: User) -> dict[str, Any]:
    """An object of every kind that an editor's screen shows, by name."""

    def say(text: str) -> str:
        return transliterate(text, script)

    Topic.objects.create(name=say("Писарница"))
    Issuer.objects.create(name=say("Влада Републике Србије"))
    CoordinatorSettings.objects.create(name=say("Весна Ђорђевић"), title=say("Координаторка Мреже"))
    document = factories.document(title=say("Уредба о писарници"))
    person = factories.person(first_name=say("Љиљана"), last_name=say("Шћекић"))
    place = factories.seat(factories.local_government(say("Бољевац")))
    objects = {
        "home": factories.home(),
        "redirect": Redirect.objects.create(old_path="/staro", redirect_link="/vesti/"),
        "local_government": place.local_government,
        "document": document,
        "image": image(title=say("Зграда")),
        "incoming_file": IncomingFile.objects.create(
            document=factories.document(title=say("Одлука о писарници")), uploaded_by=visitor
        ),
        "bulk_upload": bulk_upload(visitor, say),
        "act": factories.act_page(document, title=say("Уредба о писарници")),
        "resource": factories.resource_page(title=say("Приручник")),
        "news": factories.news_page(title=say("Рок је продужен"), lead=say("Рок за пријаве је продужен.")),
        "meeting": factories.meeting_page(title=say("Седница"), place=say("Чачак")),
        "page": factories.content_page(title=say("О Мрежи")),
        "draft": factories.content_page(title=say("Нацрт"), live=False),
        "person": person,
        "appointment": factories.appointment(person, place),
        "invitation": invite(email="pozvana@grad.test", by=visitor),
        "message": write_to_coordinator(sender=person, subject=say("Питање"), text=say("Када је седница?")),
        "collection": Collection.get_first_root_node().add_child(name=say("Извештаји")),
    }
    give_history(objects["page"], visitor, say("О Мрежи за електронску управу"))
    return objects


def bulk_upload(visitor: User, say: Callable[[str], str]) -> BulkUpload:
    """A ZIP that waits for confirmation, with a row of each state and a file that no row names."""
    upload = BulkUpload.objects.create(
        file_name="akti.zip", table_name="akti.xlsx", uploaded_by=visitor, state="ready", total=5,
        ignored=[say("Напомена")], unnamed=[[say("вишак.pdf"), "file_format"]],
    )  # fmt: skip
    for number, state in enumerate(BulkRowState.values, 2):
        cells = {"file": f"{number}.pdf", "title": say("Одлука о таксама")}
        trouble = [["file", "file_missing", {"files": []}], ["", "failed", {}]]
        warnings = [["file", "file_same_content", {"rows": [2]}]]
        errors = trouble if state in {BulkRowState.ERROR, BulkRowState.FAILED} else []
        upload.rows.create(number=number, cells=cells, state=state, errors=errors, warnings=warnings)
    return upload


def give_history(page: Page, visitor: User, title: str) -> None:
    """Revisions by the visitor, the last of them a draft that is to go live tomorrow."""
    page.title = title
    page.save_revision(user=visitor, log_action=True).publish(user=visitor)
    page.refresh_from_db()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=visitor, log_action=True).publish(user=visitor)


def texts_from_people() -> set[str]:
    """What the screens show of what people wrote, and of names that are stored once for all readers."""
    rows = [
        *Page.objects.values_list("title", "draft_title"),
        *Document.objects.values_list("title", "file"),
        *Image.objects.values_list("title", "file"),
        *User.objects.values_list("first_name", "last_name", "email"),
        *LocalGovernment.objects.values_list("name", "name_cyrillic", "district__name"),
        *MessageToCoordinator.objects.values_list("subject", "text"),
        *CoordinatorSettings.objects.values_list("name", "title"),
    ]
    for model, field in (
        (Topic, "name"),
        (Topic, "slug"),
        (Issuer, "name"),
        (Group, "name"),
        (Collection, "name"),
        (Invitation, "email"),
        (Redirect, "old_path"),
    ):
        rows += model.objects.values_list(field)
    rows += [(settings.WAGTAIL_SITE_NAME, *Site.objects.values_list("site_name", flat=True))]
    rows += LANGUAGE_CHOICES  # each named in itself
    rows += [(str(appointment),) for appointment in Appointment.objects.all()]
    return {str(value) for row in rows for value in row if value}
