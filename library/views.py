"""What editors do with acts beside the forms of pages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from files.models import Document
from library import services
from library.models import ActPage


@require_POST
def add_version(request: HttpRequest, act_id: int, document_id: int) -> HttpResponse:
    """Add a document to an act as a new version, and open the act for editing."""
    act = get_object_or_404(ActPage, pk=act_id)
    if not act.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    document = get_object_or_404(Document.objects.choosable_by(request.user), pk=document_id)
    try:
        added = services.add_version(act=act, document=document, by=request.user)
    except services.ActCannotBeEdited:
        messages.error(request, gettext("The act is locked, so nothing was added to it."))
    else:
        names = {"document": document.title, "act": act.title}
        if added:
            text = gettext("“%(document)s” is now a version in the draft of “%(act)s”. Fill in its dates and publish.")
            messages.success(request, text % names)
        else:
            messages.warning(request, gettext("“%(act)s” has “%(document)s” among its versions already.") % names)
    return redirect("wagtailadmin_pages:edit", act.pk)
