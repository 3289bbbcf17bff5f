"""Words, dates and numbers as Serbian offices write them, in every template."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def edit_url(context: template.Context, page: Page) -> str:
    """The admin's address of a page for those who may edit it, else nothing."""
    request: HttpRequest | None = context.get("request")
    if request is None or not request.user.has_perm("wagtailadmin.access_admin"):
        return ""
    from django.urls import reverse

    may_edit = page.permissions_for_user(request.user).can_edit()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else ""
