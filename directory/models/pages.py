"""The page under which the register is shown."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from core.models import BasePage
from core.names import in_order
from directory import exports, registry
from directory.districts import about_district, by_district, count_seats
from directory.filters import LocalGovernmentFilter
from directory.models.local_governments import District, LocalGovernment
from directory.models.people_views import PeopleViews
from directory.models.working_group_views import WorkingGroupViews
from directory.unit_page import changes_file, unit_context
from directory.vacancies import VacancyFilter, longest_first, vacancy, vacant_seats

PER_PAGE = 20
PAPER = "stampa"  # `?prikaz=stampa` is a list on paper


class DirectoryPage(PeopleViews, WorkingGroupViews, RoutablePageMixin, BasePage):
    """The directory: local governments and people. What it shows comes from the register, not from the page."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = _("directory")
        verbose_name_plural = _("directories")

    @path("", name="index")
    def index(self, request: HttpRequest) -> TemplateResponse:
        """All local governments: seats by district, and a filtered table; on paper, the whole table."""
        form = LocalGovernmentFilter(request.GET or None)
        units = form.read(LocalGovernment.objects.visible_to(request.user).active())
        found = form.narrow(units)
        context = {"filter": form, "units": found, **count_seats(found)}
        if request.GET.get("prikaz") == PAPER:
            return self.render(
                request,
                template="directory/on_paper.html",
                context_overrides=context | {"back_url": f"{self.url}?{form.parameters}"},
            )
        form.count(units)
        page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        is_start = page_obj.number == 1 and not form.is_used
        context |= {"districts": by_district(found) if is_start else None, "page_obj": page_obj}
        return self.render(request, context_overrides=context)

    @path("izvoz/", name="export_local_governments")
    def export_local_governments(self, request: HttpRequest) -> HttpResponse:
        """The filtered list of local governments as a file, on POST; GET leads to the list."""
        if request.method != "POST":
            return redirect(f"{self.url}?{request.GET.urlencode()}")
        form = LocalGovernmentFilter(request.GET or None)
        units = form.narrow(form.read(LocalGovernment.objects.visible_to(request.user).active()))
        return exports.of_local_governments(units, page=self, request=request, filters=form.values)

    @path("okruzi/<slug:slug>/", name="district")
    def district(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """A district: its local governments with their seats, what is vacant, and how to reach the representatives."""
        district = get_object_or_404(District, slug=slug)
        units = LocalGovernment.objects.visible_to(request.user).active().filter(district=district)
        found = in_order(units.with_seats())
        context = {"district": district, "units": found, "crumbs": [self], **about_district(found)}
        return self.render(request, template="directory/district.html", context_overrides=context)

    @path("jls/<slug:slug>/", name="local_government")
    def local_government(self, request: HttpRequest, slug: str) -> HttpResponse:
        """One local government: its seats and who held them when, what it was and became.

        `?na=` names a day, `?izmene=csv` downloads the changes of the register.
        """
        from directory import working_groups

        units = LocalGovernment.objects.visible_to(request.user).with_seats()
        unit = get_object_or_404(units, slug=slug)
        if request.GET.get("izmene") == "csv":
            return changes_file(request, unit)
        context = {
            "unit": unit,
            "crumbs": [self, self.crumb_of(unit.district)],
            "city_municipalities": in_order(unit.city_municipalities.visible_to(request.user).active()),
            "sections": registry.sections.render(request, unit),
            **unit_context(request, unit),
            "working_groups": working_groups.groups_of_seats(unit.seats.all()),
        }
        return self.render(request, template="directory/local_government.html", context_overrides=context)

    @path("upraznjena/", name="vacancies")
    def vacancies(self, request: HttpRequest) -> TemplateResponse:
        """The seats that nobody holds today, the longest vacant first."""
        form = VacancyFilter(request.GET or None)
        found = longest_first(form.narrow(vacant_seats(request.user)))
        page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "filter": form,
            "page_obj": page_obj,
            "vacancies": [vacancy(seat) for seat in page_obj],
            "crumbs": [self],
        }
        return self.render(request, template="directory/vacancies.html", context_overrides=context)

    def reverse_url(self, name: str, **kwargs: Any) -> str:
        """The address of one of the views under this page."""
        return f"{self.url}{self.reverse_subpage(name, kwargs=kwargs)}"

    def crumb_of(self, district: District) -> dict[str, str]:
        """The path to the page of a district."""
        return {"title": district.full_name, "url": self.reverse_url("district", slug=district.slug)}
