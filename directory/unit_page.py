"""What the page of a local government shows beside its seats: who held them, what changed, who else works there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.people import Colleague
from directory.models.seats import Appointment
from directory.querysets import holders_on
from directory.timeline import as_changes, changes_as_csv, changes_of
from files.models import Document

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from core.registry import AnyUser
    from directory.models.local_governments import LocalGovernment

KEEPS_REGISTER: Final = "directory.change_localgovernment"
DAY_FORMATS: Final = ("%Y-%m-%d", "%d.%m.%Y.", "%d.%m.%Y")
CHANGES_PER_PAGE: Final = 20


class DayField(forms.DateField):
    """A day as people here write it (1. 3. 2024.) or as programs do (2024-03-01)."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": _("Write the day like this: 1. 3. 2024.")}
        super().__init__(input_formats=DAY_FORMATS, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Read the day; blanks in it mean nothing."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class DayForm(forms.Form):
    """The day on which somebody held the seats."""

    na = DayField(label=_("On the day"), required=False, widget=forms.TextInput(attrs={"size": 12}))


def unit_context(request: HttpRequest, unit: LocalGovernment) -> dict[str, Any]:
    """What `local_government.html` needs of a local government that its reader may see."""
    today = timezone.localdate()
    origins = unit.origins.select_related("predecessor__parent").order_by("starts_on", "predecessor__name")
    successions = unit.successions.select_related("successor__parent").order_by("starts_on", "successor__name")
    return {
        **held_on(request, unit),
        **history(request.user, unit),
        "is_gone": unit.exists_until is not None and unit.exists_until < today,
        "is_coming": unit.exists_from is not None and unit.exists_from > today,
        "former_names": unit.former_names.all(),
        "origins": origins,
        "successions": successions,
        "colleagues": colleagues_of(unit),
        "is_represented": any(seat.holder and seat.holder.person == request.user for seat in unit.seats.all()),
        "changes": changes(request, unit),
    }


def held_on(request: HttpRequest, unit: LocalGovernment) -> dict[str, Any]:
    """The form that asks for a day, and who held the seats on the asked one."""
    form = DayForm(request.GET if "na" in request.GET else None)
    asked = form.cleaned_data["na"] if form.is_valid() else None
    if asked is None:
        return {"day_form": form}
    holders = holders_on(unit, asked)
    held = [{"seat": seat, "appointment": holders[seat.kind]} for seat in unit.seats.all()]
    return {"day_form": form, "asked_day": asked, "existed": unit.exists_on(asked), "held": held}


def history(user: AnyUser, unit: LocalGovernment) -> dict[str, Any]:
    """The seats, each with its appointments, newest first; the ids of the acts whose file the person may read."""
    found = Appointment.objects.visible_to(user).filter(seat__local_government=unit)
    rows = list(found.select_related("person", "act_document"))
    papers = {row.act_document_id for row in rows if row.act_document_id}
    readable = Document.objects.visible_to(user).filter(pk__in=papers).values_list("pk", flat=True) if papers else ()
    by_seat = [
        {"seat": seat, "appointments": [row for row in rows if row.seat_id == seat.pk]} for seat in unit.seats.all()
    ]
    return {"history": by_seat, "readable_acts": set(readable)}


def colleagues_of(unit: LocalGovernment) -> list[Colleague]:
    """Who works beside the representatives today."""
    current = Colleague.objects.current_on(timezone.localdate()).filter(local_government=unit, person__is_active=True)
    return list(current.select_related("person"))


def changes(request: HttpRequest, unit: LocalGovernment) -> dict[str, Any] | None:
    """A page of the changes of the register, for whoever keeps it."""
    if not request.user.has_perm(KEEPS_REGISTER):
        return None
    page_obj = Paginator(changes_of(unit), CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page_obj, "rows": as_changes(page_obj.object_list)}


def changes_file(request: HttpRequest, unit: LocalGovernment) -> HttpResponse:
    """All changes of the register as CSV, for whoever keeps it; for others there is no such file."""
    if not request.user.has_perm(KEEPS_REGISTER):
        raise Http404
    return changes_as_csv(unit)
