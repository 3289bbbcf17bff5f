"""Working groups under the directory's page: which there are, and who is in each today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from core.names import in_order, interface_script
from directory.models.working_groups import WorkingGroup
from directory.names import person_key
from serbian.sorting import sort_key

if TYPE_CHECKING:
    from directory.models.seats import Seat

PER_PAGE = 40


class WorkingGroupViews:
    """The two views of working groups, for a routable page."""

    @path("radne-grupe/", name="working_groups")
    def working_groups(self: Any, request: HttpRequest) -> TemplateResponse:
        """The open working groups, with what they are for."""
        from directory import working_groups

        groups = WorkingGroup.objects.visible_to(request.user).open().prefetch_related("rule_districts")
        rows = [{"group": group, "rule": working_groups.in_words(group)} for group in in_order(groups)]
        context = {"rows": rows, "crumbs": [self]}
        return self.render(request, template="directory/working_groups.html", context_overrides=context)

    @path("radne-grupe/<slug:slug>/", name="working_group")
    def working_group(self: Any, request: HttpRequest, slug: str) -> TemplateResponse:
        """One working group: its rule, its seats with today's holders, and the people chosen by hand."""
        from directory import working_groups

        group = get_object_or_404(WorkingGroup.objects.visible_to(request.user), slug=slug)
        composition = working_groups.composition_of(group)
        today = timezone.localdate()
        seats = composition.seats_on(today).with_holders().select_related("local_government__parent")
        ordered = sorted(seats, key=seat_key)
        numbers = {seat.pk for seat in ordered}
        by_hand = working_groups.chosen_people(composition.people, today)
        people = [row for row in by_hand if row["seats"].isdisjoint(numbers)]
        held = [seat for seat in ordered if seat.holder]
        context = {
            "group": group,
            "rule": working_groups.in_words(group),
            "page_obj": Paginator(ordered, PER_PAGE).get_page(request.GET.get("page")),
            "seat_count": len(ordered),
            "vacant_count": len(ordered) - len(held),
            "people": sorted(people, key=lambda row: person_key(row["person"])),
            "people_count": len({seat.holder.person_id for seat in held} | {row["person"].pk for row in people}),
            "crumbs": [self, {"title": _("Working groups"), "url": self.reverse_url("working_groups")}],
        }
        return self.render(request, template="directory/working_group.html", context_overrides=context)


def seat_key(seat: Seat) -> tuple:
    """The key that sorts seats by their local government, in the alphabet of the reader."""
    return (sort_key(seat.local_government.name, interface_script()), seat.local_government_id, seat.kind)
