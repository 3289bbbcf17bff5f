"""The library's filters: what stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import FilterForm
from core.models import Topic
from core.names import in_order
from core.querysets import BasePageQuerySet
from library.enums import ActKind, ActType, ResourceKind
from library.models.issuers import Issuer


class LibraryFilter(FilterForm):
    """By kind, type, topic and issuer; values that are not among the choices count as not given."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Everything")), *ActKind.choices, *ResourceKind.choices],
    )
    act_type = forms.ChoiceField(
        label=_("Type of act"), required=False, choices=[("", _("All types")), *ActType.choices]
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    issuer = forms.ChoiceField(label=_("Issuer"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.offer("topic", _("All topics"), Topic.objects.values_list("slug", "name"))
        self.offer("issuer", _("All issuers"), ((issuer.pk, issuer.name) for issuer in in_order(Issuer.objects.all())))

    def narrow_acts(self, acts: BasePageQuerySet) -> BasePageQuerySet:
        """Keep the acts that fit; none when a kind of resource is chosen."""
        if self.chosen("kind") in ResourceKind.values:
            return acts.none()
        if kind := self.chosen("kind"):
            acts = acts.filter(kind=kind)
        if act_type := self.chosen("act_type"):
            acts = acts.filter(act_type=act_type)
        return self.narrow_both(acts)

    def narrow_resources(self, resources: BasePageQuerySet) -> BasePageQuerySet:
        """Keep the resources that fit; none when a kind or type of act is chosen."""
        if self.chosen("kind") in ActKind.values or self.chosen("act_type"):
            return resources.none()
        if kind := self.chosen("kind"):
            resources = resources.filter(kind=kind)
        return self.narrow_both(resources)

    def narrow_both(self, pages: BasePageQuerySet) -> BasePageQuerySet:
        """Keep the pages with the chosen topic and issuer."""
        if topic := self.chosen("topic"):
            pages = pages.about(topic)
        if issuer := self.chosen("issuer"):
            pages = pages.filter(issuer=issuer)
        return pages
