"""Words that stay in Latin script in Cyrillic pages."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

CACHE_KEY = "core.foreign_words"
SECONDS = 60


class ForeignWord(models.Model):
    """A name, word or abbreviation that is never transliterated, beside those that `serbian` knows."""

    word = models.CharField(
        _("word"), max_length=80, unique=True, help_text=_("As it is written in Latin script, for example: GitHub.")
    )

    panels = [FieldPanel("word")]

    class Meta:
        verbose_name = _("word that stays in Latin script")
        verbose_name_plural = _("words that stay in Latin script")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let this process see it at once; others see it within a minute."""
        super().save(*args, **kwargs)
        cache.delete(CACHE_KEY)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, and let this process see it at once."""
        deleted = super().delete(*args, **kwargs)
        cache.delete(CACHE_KEY)
        return deleted


def foreign_words() -> frozenset[str]:
    """The words that editors keep, read at most once a minute a process."""
    words = cache.get(CACHE_KEY)
    if words is None:
        words = frozenset(ForeignWord.objects.values_list("word", flat=True))
        cache.set(CACHE_KEY, words, SECONDS)
    return words
