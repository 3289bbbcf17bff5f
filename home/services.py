"""Writes of `home`: the tree that every installation starts with, and messages to the coordinator."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from accounts.models import User
from accounts.services import sync_role_permissions
from directory.models import DirectoryPage
from directory.services import sync_groups
from events.models import CalendarPage
from home import tasks
from home.models import HomePage, MessageToCoordinator
from library.models import LibraryPage
from news.models import NewsIndexPage

SECTIONS = [
    (LibraryPage, "Biblioteka", "biblioteka"),
    (CalendarPage, "Sastanci", "sastanci"),
    (DirectoryPage, "Imenik", "imenik"),
    (NewsIndexPage, "Vesti", "vesti"),
]


@transaction.atomic
def establish() -> HomePage:
    """Make what every installation needs, once: the tree's root, the home page and its sections, roles and groups.

    Idempotent; it runs after every migration. Sections that an editor has deleted do not come back.
    """
    Locale.objects.get_or_create(language_code="sr-latn")
    name_roots()
    home = HomePage.objects.first() or make_tree()
    Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Mreža"}
    )
    sync_role_permissions()
    sync_groups()
    return home


def name_roots() -> None:
    """Name the roots of pages and of collections in words that editors know; Wagtail calls both Root."""
    Page.objects.filter(depth=1, title="Root").update(title="Koren", draft_title="Koren")
    if not Collection.get_first_root_node():
        Collection.add_root(name="Osnovna zbirka")
    Collection.objects.filter(depth=1, name="Root").update(name="Osnovna zbirka")


def make_tree() -> HomePage:
    """Make the home page with its sections, published."""
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Koren", slug="root"))
    home = root.add_child(instance=HomePage(title="Početna", slug="pocetna"))
    home.save_revision().publish()
    for model, title, slug in SECTIONS:
        home.add_child(instance=model(title=title, slug=slug)).save_revision().publish()
    return home


@transaction.atomic
def write_to_coordinator(*, sender: User, subject: str, text: str, page: str = "") -> MessageToCoordinator:
    """Keep a message and have it sent; a message whose mail fails is still kept."""
    message = MessageToCoordinator.objects.create(sender=sender, subject=subject, text=text, page=page[:300])
    tasks.send_message.enqueue(message_id=message.pk)
    return message
