"""Texts of Wagtail 8.0 that no catalogue reaches, made to follow the reader's language.

Wagtail leaves some labels to Django, which makes English ones from the names of fields, and words others while its
classes are made, in the one language of the installation. The walk through the admin's screens in `tests/admin` finds
any that a new version brings.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.contrib.redirects.views import IndexView as RedirectsView
from wagtail.images.forms import ImageInsertionForm

LINK_LABELS = {
    "link_text": _("Link text"),
    "email_address": _("E-mail address"),
    "subject": _("Subject"),
    "body": _("Message"),
    "phone_number": _("Phone number"),
}
LINK_FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)
INSERTION_LABELS = {
    "format": _("Format"),
    "image_is_decorative": _("Image is decorative"),
    "alt_text": _("Alt text"),
}


def follow_the_reader() -> None:
    """Replace what is fixed by what is translated for each reader; called once, when all apps are loaded."""
    for form in LINK_FORMS:
        label(form, LINK_LABELS)
    choosers.AnchorLinkChooserForm.base_fields["url"].label = _("Name of the place in the page")
    label(ImageInsertionForm, INSERTION_LABELS)
    word_redirects()
    ChooserViewSet.choose_one_text = _("Choose")
    ChooserViewSet.choose_another_text = _("Choose another")
    ChooserViewSet.edit_item_text = _("Edit")
    ChooserViewSet.search_tab_label = _("Search")
    ChooserViewSet.create_action_label = _("Create")
    WagtailPaginator.items_count_label = property(count_items)


def label(form: type, labels: dict) -> None:
    """Give a form's fields their labels."""
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]
        field.label = labels.get(name, field.label)


def word_redirects() -> None:
    """Word the filter and the columns of the list of redirects."""
    kind = RedirectsReportFilterSet.base_filters["is_permanent"]
    kind.label = _("Type")
    kind.extra.update(choices=((True, _("Permanent")), (False, _("Temporary"))), empty_label=_("All"))
    RedirectsView.export_headings = {
        "old_path": _("From"),
        "site": _("Site"),
        "link": _("To"),
        "get_is_permanent_display": _("Type"),
    }


def count_items(paginator: WagtailPaginator) -> str:
    """The length of a list in words that fit any number; Wagtail knows two forms of a noun, Serbian has three."""
    return gettext("Total: %(number)s") % {"number": paginator.count}
