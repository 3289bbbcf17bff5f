from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        """Fill the menu, and say which documents news use."""
        from core.registry import menu
        from files.registry import uses
        from news.models import NewsDocument

        menu.register(MenuItem("news.NewsIndexPage", _("News"), "news", order=50))
        uses.register(NewsDocument)
