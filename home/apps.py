from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home page")

    def ready(self) -> None:
        """Fill the menu, have plain pages searched, and establish the tree and the roles after a migration."""
        from core.registry import menu
        from directory.registry import holdings
        from files.registry import uses
        from home.entries import page_entries
        from home.holdings import drafts, published
        from home.models import ContentPage, ContentPageDocument
        from search.registry import kinds, pages

        menu.register(MenuItem("home.HomePage", _("Home"), "home", order=10))
        uses.register(ContentPageDocument)
        pages.register(ContentPage, page_entries)
        holdings.register("drafts", _("Drafts"), drafts)
        holdings.register("published", _("Published pages"), published)
        kinds.register("page", _("Pages"), "home/page_hit.html")
        post_migrate.connect(establish_after_migration, sender=self)


def establish_after_migration(**kwargs: object) -> None:
    """Make what every installation needs; a partial migration (`migrate APP NAME`) is not the time for it."""
    from home.services import establish

    if kwargs.get("plan") is None or is_complete():
        establish()


def is_complete() -> bool:
    """Whether all migrations are applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
