"""The groups that Wagtail's privacy dialogs of pages and collections offer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Case, Q, QuerySet, Value, When
from wagtail.admin.forms.view_restrictions import BaseViewRestrictionForm

from accounts.enums import Role
from directory.enums import SeatKind
from directory.groups import ALL_MEMBERS
from directory.models import WorkingGroup


def groups_to_choose(restriction: Any) -> QuerySet[Group]:
    """All groups but closed working groups, and those that a restriction has; the widest first, districts last."""
    closed = WorkingGroup.objects.filter(is_closed=True).values("group")
    had = restriction.groups.values("pk") if restriction.pk else []
    rank = Case(
        When(name=ALL_MEMBERS, then=Value(0)),
        When(name__in=[kind.group_name for kind in SeatKind], then=Value(1)),
        When(name__in=[role.group_name for role in Role], then=Value(2)),
        When(working_group__isnull=False, then=Value(3)),
        default=Value(4),
    )
    return Group.objects.filter(~Q(pk__in=closed) | Q(pk__in=had)).order_by(rank, "name")


def narrow_dialogs() -> None:
    """Have Wagtail's two forms offer these groups; called once, when all apps are loaded.

    Wagtail 8.0 sets the field's choices to all groups when a form is made, and has no hook for it.
    """
    make = BaseViewRestrictionForm.__init__

    def make_narrow(form: BaseViewRestrictionForm, *args: Any, **kwargs: Any) -> None:
        make(form, *args, **kwargs)
        form.fields["groups"].queryset = groups_to_choose(form.instance)

    BaseViewRestrictionForm.__init__ = make_narrow
