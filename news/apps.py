from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        """Fill the menu, say which documents news use, and have news searched."""
        from core.registry import menu
        from files.registry import uses
        from news.entries import news_entries
        from news.models import NewsDocument, NewsPage
        from search.registry import kinds, pages

        menu.register(MenuItem("news.NewsIndexPage", _("News"), "news", order=50))
        uses.register(NewsDocument)
        pages.register(NewsPage, news_entries)
        kinds.register("news", _("News"), "news/news_hit.html")
