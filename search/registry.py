"""What is searched: each content app declares its entries here in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Source:
    """A kind of entry: its key in addresses and facets, its name, its model, and which rows are entries at all."""

    kind: str
    title: str | Promise
    model: type[Model]
    entries: Callable[[], QuerySet]


class SourceRegistry:
    """The sources of all apps, by kind."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}

    def register(self, source: Source) -> None:
        """Add a source. Raises `ValueError` when its kind is taken."""
        if source.kind in self.sources:
            raise ValueError(f"The kind {source.kind} is registered already.")
        self.sources[source.kind] = source


sources = SourceRegistry()
