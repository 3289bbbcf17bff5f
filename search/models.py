"""The outbox of the index, the originals of what is in it, and the log of what people look for."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

LEAST_TERMS: Final = 2  # of a group that stand for each other


class Pending(models.Model):
    """An object whose entry has to be made anew: written in the transaction of the change, deleted when it is done."""

    label = models.CharField(_("model"), max_length=80)
    object_id = models.BigIntegerField(_("object"))
    version = models.BigIntegerField()  # nanoseconds since 1970; the later change wins
    changed_at = models.DateTimeField(_("changed at"))
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        db_table = "search_pending"
        verbose_name = _("change waiting for the index")
        verbose_name_plural = _("changes waiting for the index")
        constraints = [models.UniqueConstraint(fields=["label", "object_id"], name="search_pending_once")]
        indexes = [models.Index(fields=["due_at"], name="search_pending_due")]

    def __str__(self) -> str:
        return f"{self.label} {self.object_id}"


class Entry(models.Model):
    """What the index knows of one object: its number in the engine is this row's id."""

    label = models.CharField(_("model"), max_length=80)
    object_id = models.BigIntegerField(_("object"))
    version = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=40)
    title = models.TextField(_("title"))
    url = models.TextField(_("address"))
    audience = models.ForeignKey("core.Audience", on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("date"), null=True)
    words = models.TextField(default="")  # of the title and other names, as `search.analysis.words_of` writes them
    in_force_from = models.DateField(null=True)
    in_force_to = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)  # of all that was indexed, to find what has become stale

    class Meta:
        db_table = "search_entry"
        verbose_name = _("entry of the index")
        verbose_name_plural = _("entries of the index")
        constraints = [models.UniqueConstraint(fields=["label", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A piece of an entry: its original text and where it opens."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"))
    address = models.TextField(_("address"))
    label = models.CharField(_("place"), max_length=200, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True)

    class Meta:
        db_table = "search_passage"
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="search_passage_once")]

    def __str__(self) -> str:
        return self.label or self.text[:60]


class LoggedSearch(models.Model):
    """A first page of results: what was looked for, how much there was, and what was opened; not by whom."""

    query = models.CharField(_("query"), max_length=200)
    folded = models.CharField(max_length=200)  # by which queries in any spelling are one
    results = models.PositiveIntegerField(_("results"))
    clicked = models.CharField(_("opened address"), max_length=500, blank=True)
    searched_at = models.DateTimeField(_("time"), db_index=True)

    class Meta:
        db_table = "search_log"
        default_permissions = ("view",)
        verbose_name = _("search that was made")
        verbose_name_plural = _("searches that were made")

    def __str__(self) -> str:
        return self.query


class SynonymGroup(models.Model):
    """Words that stand for each other when something is looked for: an abbreviation and what it stands for."""

    terms = models.TextField(
        _("words"),
        help_text=_("One a line, at least two: JLS, and under it jedinica lokalne samouprave."),
    )

    panels = [FieldPanel("terms")]

    class Meta:
        db_table = "search_synonym_group"
        verbose_name = _("words that stand for each other")
        verbose_name_plural = _("words that stand for each other")
        ordering = ["terms"]

    def __str__(self) -> str:
        return " = ".join(self.term_list)

    def clean(self) -> None:
        """Ask for at least two terms that have words."""
        if len([term for term in self.term_list if any(map(str.isalnum, term))]) < LEAST_TERMS:
            raise ValidationError({"terms": _("Write at least two, each on a line of its own.")})

    @property
    def term_list(self) -> list[str]:
        """The terms, each once."""
        return list(dict.fromkeys(line.strip() for line in self.terms.splitlines() if line.strip()))
