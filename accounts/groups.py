"""Django's groups in the admin: nobody keeps them by hand, they are copies of roles and of the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class ClosedPolicy(ModelPermissionPolicy):
    """Nobody adds, changes, deletes or lists, whatever the permissions: not the administrator either."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Nobody has one."""
        return False

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Nobody has any."""
        return False

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        """Nobody."""
        return get_user_model().objects.none()
