"""Local governments and the districts they are in."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.names import interface_script
from directory.enums import ChangeKind, Kind
from directory.querysets import LocalGovernmentQuerySet
from serbian.script import has_cyrillic, to_cyrillic, to_latin, transliterate
from serbian.slugs import slugify
from serbian.units import Script

if TYPE_CHECKING:
    from directory.models.seats import Seat

NAME_TAKEN = _("There is already a local government of this name.")
FORMAL_KINDS = {Kind.CITY: "Grad", Kind.MUNICIPALITY: "Opština", Kind.CITY_MUNICIPALITY: "Gradska opština"}


class District(models.Model):
    """An administrative district, in a region."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    region = models.CharField(_("region"), max_length=80)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name as people say it: Moravički okrug, but Grad Beograd."""
        return f"{self.name} okrug" if self.name.endswith("i") else self.name


class LocalGovernment(models.Model):
    """A city, municipality or city municipality: what the network counts."""

    name = models.CharField(_("name in Latin script"), max_length=80)
    name_cyrillic = models.CharField(
        _("name in Cyrillic script"),
        max_length=80,
        blank=True,
        help_text=_("Leave empty to have it made from the Latin name; check it once."),
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="local_governments"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent city"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="city_municipalities",
        limit_choices_to={"kind": Kind.CITY},
        help_text=_("Only for a city municipality."),
    )
    website = models.URLField(_("web site"), blank=True)
    email = models.EmailField(_("official e-mail"), blank=True)
    gazette = models.CharField(
        _("official gazette"), max_length=120, blank=True, help_text=_("For example: Službeni list grada Čačka")
    )
    gazette_url = models.URLField(_("address of the gazette"), blank=True)
    exists_from = models.DateField(
        _("exists from"), null=True, blank=True, editable=False, help_text=_("Empty: since before the network.")
    )
    exists_until = models.DateField(
        _("existed until"), null=True, blank=True, editable=False, help_text=_("The last day.")
    )

    objects = LocalGovernmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("local government")
        verbose_name_plural = _("local governments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "parent"],
                name="directory_name_once_in_city",
                condition=Q(parent__isnull=False),
                violation_error_message=NAME_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["name"],
                name="directory_name_once",
                condition=Q(parent__isnull=True),
                violation_error_message=NAME_TAKEN,
            ),
            models.CheckConstraint(
                name="directory_ends_after_it_begins",
                condition=Q(exists_from__isnull=True)
                | Q(exists_until__isnull=True)
                | Q(exists_until__gte=F("exists_from")),
            ),
            models.CheckConstraint(
                name="directory_parent_of_city_municipality",
                condition=Q(kind=Kind.CITY_MUNICIPALITY, parent__isnull=False)
                | (~Q(kind=Kind.CITY_MUNICIPALITY) & Q(parent__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.parent.shown_name})" if self.parent else self.shown_name

    def clean(self) -> None:
        """Keep each script in its own field, and a parent city for a city municipality only."""
        if has_cyrillic(self.name):
            self.name_cyrillic, self.name = self.name_cyrillic or self.name, to_latin(self.name)
        self.name_cyrillic = self.name_cyrillic or to_cyrillic(self.name)
        if to_latin(self.name_cyrillic) != self.name:
            raise ValidationError({"name_cyrillic": _("The two names differ. Write the same name in both scripts.")})
        if (self.kind == Kind.CITY_MUNICIPALITY) != bool(self.parent):
            raise ValidationError({"parent": _("A city municipality has a parent city, and nothing else does.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make the Cyrillic name and the slug once."""
        self.name_cyrillic = self.name_cyrillic or to_cyrillic(self.name)
        self.slug = self.slug or self.free_slug()
        super().save(*args, **kwargs)

    def free_slug(self) -> str:
        """A slug of the name; with a number when it is taken, as after a change of names."""
        slug = slugify(f"{self.name} {self.parent.name}" if self.parent else self.name)[:100] or "jls"
        taken = set(LocalGovernment.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        numbered = (f"{slug}-{number}" for number in itertools.count(2))
        return next(free for free in itertools.chain([slug], numbered) if free not in taken)

    def exists_on(self, day: date) -> bool:
        """Whether the local government exists on the day."""
        begun = self.exists_from is None or self.exists_from <= day
        return begun and (self.exists_until is None or day <= self.exists_until)

    @property
    def exists(self) -> bool:
        """Whether the local government exists today."""
        return self.exists_on(timezone.localdate())

    def name_in(self, script: Script) -> str:
        """The checked name in a script."""
        return self.name if script == "latin" else self.name_cyrillic

    def full_name_in(self, script: Script) -> str:
        """The name with its kind, as official letters have it: Grad Čačak, Opština Arilje, Gradska opština Zemun."""
        return f"{transliterate(FORMAL_KINDS[Kind(self.kind)], script)} {self.name_in(script)}"

    @property
    def shown_name(self) -> str:
        """The name in the script of the interface."""
        return self.name_in(interface_script())

    @property
    def full_name(self) -> str:
        """The name with its kind in the script of the interface."""
        return self.full_name_in(interface_script())

    @property
    def seat_by_kind(self) -> dict[str, Seat]:
        """The seats by the value of their kind; no query after `with_seats()`."""
        return {seat.kind: seat for seat in self.seats.all()}

    @property
    def vacant_kinds(self) -> set[str]:
        """The kinds of the seats that nobody holds today; no query after `with_seats()`."""
        return {seat.kind for seat in self.seats.all() if seat.holder is None}

    @property
    def full_name_in_other_script(self) -> str:
        """The name with its kind in the script that the interface is not in."""
        return self.full_name_in("cyrillic" if interface_script() == "latin" else "latin")


class FormerName(models.Model):
    """A name that a local government had until a day, in both scripts: it stays findable."""

    local_government = models.ForeignKey(
        LocalGovernment, verbose_name=_("local government"), on_delete=models.PROTECT, related_name="former_names"
    )
    name = models.CharField(_("name in Latin script"), max_length=80)
    name_cyrillic = models.CharField(_("name in Cyrillic script"), max_length=80)
    until = models.DateField(_("until"), help_text=_("The last day of the name."))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-until"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the script of the interface."""
        return self.name if interface_script() == "latin" else self.name_cyrillic


class Succession(models.Model):
    """One local government follows another from a day on: a merge has many predecessors, a split many successors."""

    predecessor = models.ForeignKey(
        LocalGovernment, verbose_name=_("predecessor"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        LocalGovernment, verbose_name=_("successor"), on_delete=models.PROTECT, related_name="origins"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind.choices)
    starts_on = models.DateField(_("from"), help_text=_("The successor's first day."))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="directory_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="directory_nothing_follows_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
