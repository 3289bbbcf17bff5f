"""What the page frame says about the reader's seat."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import request_cache
from directory.models import Appointment


def own_seat(request: HttpRequest) -> dict[str, Any]:
    """Return the line under the reader's name, worked out only if a template asks for it."""
    return {"seat_line": SimpleLazyObject(lambda: seat_line(request))}


def seat_line(request: HttpRequest) -> str:
    """Today's seats in words: Grad Užice, IKT."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return request_cache.get_or_set(("seat_line", user.pk), lambda: describe(user))


def describe(user: Any) -> str:
    """The person's seats of today, one after another (one query)."""
    held = Appointment.objects.visible_to(user).held_today(user)
    return "; ".join(f"{row.seat.local_government.full_name}, {row.seat.get_kind_display()}" for row in held)
