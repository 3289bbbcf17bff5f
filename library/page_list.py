"""The list of the library in the admin: acts and resources with their numbers, types and the state of their files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.forms import CheckboxSelectMultiple
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from core.names import in_order
from files.enums import State
from files.models import Document
from library import services
from library.enums import ActKind, ActType, PageState, ResourceKind
from library.models import ActPage, ActVersionDocument, Issuer, ResourceDocument, ResourcePage

NO_FILE = "none"


# What its editors see of a page is not what is published; a draft alone has its texts nowhere but in its revision.
IS_DRAFT = Q(live=False) | Q(has_unpublished_changes=True)


def pages_of(acts: QuerySet, resources: QuerySet) -> Q:
    """The condition of pages that are one of these acts or resources; search can be narrowed by it too."""
    return Q(pk__in=acts.values("pk")) | Q(pk__in=resources.values("pk"))


class Checkboxes(django_filters.MultipleChoiceFilter):
    """A filter by values of which any may be chosen; `narrow` is given the pages and the values."""

    def __init__(self, narrow: Any, **kwargs: Any) -> None:
        super().__init__(widget=CheckboxSelectMultiple, **kwargs)
        self.narrow = narrow

    def filter(self, qs: QuerySet, value: Sequence[str]) -> QuerySet:
        return qs.filter(self.narrow(value)) if value else qs


def of_kinds(values: Sequence[str]) -> Q:
    """The acts and resources of any of the kinds."""
    return pages_of(ActPage.objects.filter(kind__in=values), ResourcePage.objects.filter(kind__in=values))


def of_types(values: Sequence[str]) -> Q:
    """The acts of any of the types."""
    return Q(pk__in=ActPage.objects.filter(act_type__in=values).values("pk"))


def of_issuers(values: Sequence[str]) -> Q:
    """The acts and resources of any of the issuers."""
    return pages_of(ActPage.objects.filter(issuer__in=values), ResourcePage.objects.filter(issuer__in=values))


def with_files(values: Sequence[str]) -> Q:
    """The acts and resources that have a file in any of the states; `NO_FILE` are those without one."""
    wanted = set(values)
    drafts = newest_files(Page.objects.filter(IS_DRAFT).type(ActPage, ResourcePage).select_related("latest_revision"))
    fitting = [pk for pk, files in drafts.items() if wanted & ({file.state for file in files} or {NO_FILE})]
    documents = Document.objects.filter(state__in=wanted)
    published = pages_of(
        ActPage.objects.filter(versions__documents__document__in=documents),
        ResourcePage.objects.filter(documents__document__in=documents),
    )
    if NO_FILE in wanted:
        published |= pages_of(
            ActPage.objects.exclude(pk__in=ActVersionDocument.objects.values("version__page")),
            ResourcePage.objects.exclude(pk__in=ResourceDocument.objects.values("page")),
        )
    return Q(pk__in=fitting) | Q(pk__in=Page.objects.filter(published).exclude(IS_DRAFT).values("pk"))


def in_states(values: Sequence[str]) -> Q:
    """The pages in any of the states."""
    conditions = {
        PageState.PUBLISHED: Q(live=True, has_unpublished_changes=False),
        PageState.CHANGED: Q(live=True, has_unpublished_changes=True),
        PageState.DRAFT: Q(live=False),
    }
    chosen = Q(pk__in=[])
    for value in values:
        chosen |= conditions[PageState(value)]
    return Q(pk__in=Page.objects.filter(chosen).values("pk"))


class LibraryFilterSet(PageFilterSet):
    """By what editors look for in the library, and by who has edited it and when."""

    kind = Checkboxes(of_kinds, label=_("Kind"), choices=[*ActKind.choices, *ResourceKind.choices])
    act_type = Checkboxes(of_types, label=_("Type of act"), choices=ActType.choices)
    issuer = Checkboxes(
        of_issuers,
        label=_("Issuer"),
        choices=lambda: [(str(issuer.pk), issuer.name) for issuer in in_order(Issuer.objects.all())],
    )
    files = Checkboxes(with_files, label=_("Files"), choices=[*State.choices, (NO_FILE, _("without a file"))])
    status = Checkboxes(in_states, label=_("Status"), choices=PageState.choices)
    owner: ClassVar[MultipleUserFilter | None] = None
    site: ClassVar[django_filters.Filter | None] = None
    has_child_pages: ClassVar[django_filters.Filter | None] = None

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []


class FilesColumn(BaseColumn):
    """The states of the files of a page, each with the way to a document in it."""

    cell_template_name = "library/admin/files_cell.html"


class LibraryPagesView(IndexView):
    """Every act and resource that the editor may find in the explorer."""

    model = Page
    page_title = _("Acts and resources")
    header_icon = "doc-full-inverse"
    index_url_name = "library_pages"
    index_results_url_name = "library_pages_results"
    base_filterset_class = LibraryFilterSet
    add_item_label = _("Add")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Wagtail's columns with ours behind the title; where a page stands says nothing here."""
        ours = [
            Column("number", label=_("Number"), accessor=number_of, width="14%"),
            Column("kind", label=_("Type"), accessor=type_of, width="14%"),
            FilesColumn("files", label=_("Files"), width="16%"),
        ]
        columns = [column for column in self.base_columns if column.name != "parent"]
        place = next(at for at, column in enumerate(columns, 1) if column.name == "title")
        return [*columns[:place], *ours, *columns[place:]]

    @cached_property
    def add_url(self) -> str | None:
        """Where an act or resource is added by hand."""
        libraries = services.libraries_for(self.request.user)
        return reverse("wagtailadmin_pages:add_subpage", args=[libraries[0].pk]) if libraries else None

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's buttons, and the way to adding files."""
        add_files = Button(_("Add files to the library"), reverse("library_incoming"), icon_name="upload")
        return [*super().header_more_buttons, *([add_files] if services.may_bring(self.request.user) else [])]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the list."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_base_queryset(self) -> QuerySet:
        """The acts and resources among the pages that the editor may explore."""
        return super().get_base_queryset().type(ActPage, ResourcePage)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the files of the pages that are shown."""
        context = super().get_context_data(**kwargs)
        pages = list(context["object_list"])
        prefetch_related_objects(pages, "latest_revision")
        files = newest_files(pages)
        for page in pages:
            page.files_by_state = by_state(files[page.pk])
        return context


def number_of(page: ActPage | ResourcePage) -> str:
    """The number of an act."""
    return page.number if isinstance(page, ActPage) else ""


def type_of(page: ActPage | ResourcePage) -> str:
    """The type of an act, with a word for models, or the kind of a resource."""
    if not isinstance(page, ActPage):
        return page.get_kind_display()
    if page.kind == ActKind.MODEL_ACT:
        return f"{page.get_act_type_display()} ({page.get_kind_display().lower()})"
    return page.get_act_type_display()


def by_state(files: Iterable[Document]) -> list[tuple[State, list[Document]]]:
    """The documents in each state, in the order of states."""
    groups = ((state, [file for file in files if file.state == state]) for state in State)
    return [(state, group) for state, group in groups if group]


def newest_files(pages: Iterable[Page]) -> dict[int, list[Document]]:
    """The documents of each act and resource as its editors see it: in its newest draft, else published. 3 queries."""
    listed = {page.pk: files_of_draft(page) for page in pages if page.has_unpublished_changes or not page.live}
    published = [page.pk for page in pages if page.pk not in listed]
    for through, page in ((ActVersionDocument, "version__page"), (ResourceDocument, "page")):
        rows = through.objects.filter(**{f"{page}__in": published}).values_list(page, "document")
        for pk, document in rows:
            listed.setdefault(pk, []).append(document)
    documents = Document.objects.in_bulk({document for found in listed.values() for document in found})
    return {page.pk: [documents[pk] for pk in listed.get(page.pk, ()) if pk in documents] for page in pages}


def files_of_draft(page: Page) -> list[int]:
    """The ids of the documents in the newest draft of an act or resource."""
    content = page.latest_revision.content if page.latest_revision else {}
    texts = content.get("versions", [content])
    return [row["document"] for text in texts for row in text.get("documents", ())]


def urls() -> list[URLPattern]:
    """The addresses of the list."""
    return [
        path("library/", LibraryPagesView.as_view(), name="library_pages"),
        path("library/results/", LibraryPagesView.as_view(results_only=True), name="library_pages_results"),
    ]
