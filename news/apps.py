from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem

if TYPE_CHECKING:
    from core.registry import AnyUser


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        """Fill the menu, and say which documents news use."""
        from core.registry import menu
        from files.registry import uses

        menu.register(MenuItem("news.NewsIndexPage", _("News"), "news", order=50))
        uses.register("news.news", documents_of_news)


def documents_of_news(user: AnyUser) -> QuerySet:
    """The documents of news that the person may see."""
    from news.models import NewsDocument, NewsPage

    return NewsDocument.objects.filter(page__in=NewsPage.objects.visible_to(user).values("pk")).values("document")
