"""Local governments and the districts they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.names import interface_script
from directory.enums import Kind, Status
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
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
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
        self.slug = self.slug or slugify(f"{self.name} {self.parent.name}" if self.parent else self.name)
        super().save(*args, **kwargs)

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
    def full_name_in_other_script(self) -> str:
        """The name with its kind in the script that the interface is not in."""
        return self.full_name_in("cyrillic" if interface_script() == "latin" else "latin")
