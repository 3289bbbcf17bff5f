"""What is searched, for those who keep the content: the queries of the last 90 days, and what was not found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator

from core.lists import ReportView
from core.spreadsheets import csv_response
from search.log import KEPT
from search.models import LoggedSearch

PERMISSION = "search.view_loggedsearch"
UNFOUND = "unfound"
CSV = "csv"


@dataclass(frozen=True)
class SearchedRow:
    """A query in all its spellings: how often, how often in vain, how often something was opened, when last."""

    query: str
    count: int
    unfound: int
    opened: int
    last: Any

    @property
    def unfound_share(self) -> int:
        """Percent of the searches that found nothing."""
        return round(100 * self.unfound / self.count)

    @property
    def opened_share(self) -> int:
        """Percent of the searches from whose results something was opened."""
        return round(100 * self.opened / self.count)


def searched(*, only_unfound: bool = False) -> Any:
    """The queries of the last 90 days as fields of `SearchedRow`, the most frequent first; or those in vain alone."""
    recent = LoggedSearch.objects.filter(searched_at__gte=timezone.now() - KEPT)
    rows = recent.values("folded").annotate(
        text=Max("query"),
        count=Count("pk"),
        unfound=Count("pk", filter=Q(results=0)),
        opened=Count("pk", filter=~Q(clicked="")),
        last=Max("searched_at"),
    )
    if only_unfound:
        return rows.filter(unfound__gt=0).order_by("-unfound", "folded")
    return rows.order_by("-count", "folded")


def as_row(fields: dict[str, Any]) -> SearchedRow:
    """A row of the list."""
    return SearchedRow(fields["text"], fields["count"], fields["unfound"], fields["opened"], fields["last"])


class SearchedView(PermissionRequiredMixin, ReportView):
    """The list; `?only=unfound` for what was not found, `?as=csv` for a spreadsheet."""

    permission_required = PERMISSION
    template_name = "search/admin/searched.html"
    page_title = _("What is searched")
    header_icon = "search"
    page_kwarg = "p"
    paginator_class = WagtailPaginator

    @property
    def only_unfound(self) -> bool:
        """Whether only what was not found is asked for."""
        return self.request.GET.get("only") == UNFOUND

    def get_queryset(self) -> Any:
        return searched(only_unfound=self.only_unfound)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.spreadsheet() if request.GET.get("as") == CSV else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {
            "rows": [as_row(fields) for fields in page.object_list],
            "only_unfound": self.only_unfound,
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
        }

    def spreadsheet(self) -> HttpResponse:
        """All rows as CSV."""
        heads = [_now("Query"), _now("Searches"), _now("Without results"), _now("Opened a result"), _now("Last time")]
        rows = map(as_row, self.get_queryset())
        return csv_response(
            "pretrage.csv",
            heads,
            ((row.query, row.count, row.unfound, row.opened, timezone.localdate(row.last)) for row in rows),
        )


class SearchedItem(MenuItem):
    """The menu entry, for those who may see the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)
