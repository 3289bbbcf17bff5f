"""Who may see a thing, as one number: the set of view restrictions on the path to it."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import models

from core.registry import Entitlement


class Audience(models.Model):
    """A set of restrictions, each a set of group names; the empty set is every member.

    Rows are only ever added: an audience that nothing has any more costs a row.
    """

    NOBODY = "nobody"  # the key of what is behind a password, for which there is no form

    key = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.key

    @staticmethod
    def key_of(restrictions: Collection[Collection[str]]) -> str:
        """The one way to write a set of restrictions: JSON, sorted, without doubles."""
        return json.dumps(sorted({tuple(sorted(groups)) for groups in restrictions}), ensure_ascii=False)

    def is_satisfied_by(self, entitlement: Entitlement) -> bool:
        """Whether a reader with this entitlement may see what has this audience."""
        return self.key != self.NOBODY and entitlement.opens(json.loads(self.key))

    def implies(self, restrictions: Collection[Collection[str]] | None) -> bool:
        """Whether everybody in this audience satisfies these restrictions too; `None` is satisfied by nobody."""
        if self.key == self.NOBODY:
            return True
        if restrictions is None:
            return False
        own = [frozenset(groups) for groups in json.loads(self.key)]
        return all(any(groups <= frozenset(asked) for groups in own) for asked in restrictions)
