"""Working groups: named groups of seats and people, by rule or by hand."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.seats import Seat
from directory.querysets import WorkingGroupQuerySet


class WorkingGroup(models.Model):
    """A named part of the network. Django's group of the same name is its copy for Wagtail's privacy dialog.

    By rule: today's holders of all seats of these kinds, in local governments of these kinds and districts (an empty
    list: of all). By hand: today's holders of the chosen seats, and the chosen people while anything else entitles
    them. The groups of seats, districts and all members exist without being kept here.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, editable=False)
    description = models.TextField(_("what it is for"), max_length=600, blank=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, editable=False, related_name="working_group")
    is_by_rule = models.BooleanField(_("follows the register by a rule"), default=False)
    rule_seat_kinds = models.JSONField(_("seats"), default=list, blank=True)  # of `enums.SeatKind`
    rule_kinds = models.JSONField(_("kinds of local governments"), default=list, blank=True)  # of `enums.Kind`
    rule_districts = models.ManyToManyField(
        "directory.District", verbose_name=_("districts"), blank=True, related_name="+"
    )
    seats = models.ManyToManyField(Seat, verbose_name=_("seats by hand"), blank=True, related_name="working_groups")
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("people by hand"), blank=True, related_name="working_groups"
    )
    is_closed = models.BooleanField(
        _("closed"), default=False, help_text=_("A closed group opens nothing to anybody.")
    )

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
