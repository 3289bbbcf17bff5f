"""Who may do what with the register in the admin, beyond permissions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class KeptPolicy(ModelPermissionPolicy):
    """Nobody deletes, whatever the permissions: not the administrator either."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether a person may do something with all rows."""
        return action != "delete" and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        """Those who may do one of these things."""
        return super().users_with_any_permission([action for action in actions if action != "delete"])
