"""Old addresses lead on only to what the visitor may see."""

from __future__ import annotations

from urllib.parse import urlparse

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.querysets import visible_pages
from core.registry import entitlements


class ReaderRedirectMiddleware(RedirectMiddleware):
    """Wagtail's middleware tells anybody the new address of a page; here whoever may not see the page gets the 404."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Replace a 404 by the redirect of its address, if there is one and its target is for this visitor."""
        onward = super().process_response(request, response)
        return onward if onward is response or may_follow(request) else response


def may_follow(request: HttpRequest) -> bool:
    """Whether the visitor may be told where the old address leads."""
    entitlement = entitlements.of(request.user)
    if not entitlement.is_reader:
        return False
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    redirect = get_redirect(request, path) or get_redirect(request, urlparse(path).path)
    target = redirect.redirect_page_id if redirect else None
    if not target:
        return entitlement.reads_unrestricted
    return visible_pages(Page.objects.filter(pk=target), request.user).exists()
