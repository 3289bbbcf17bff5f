"""All addresses of the product."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.admin.views.home import sprite
from wagtail.admin.views.i18n import localized_js_catalog
from wagtail.contrib.redirects.views import process_import
from wagtail.urls import serve_pattern

from accounts.admin_account import own_account
from accounts.views import gate
from intranet import views
from intranet.guards import closed, with_fields
from intranet.styleguide import styleguide

handler400 = "intranet.views.bad_request"
handler403 = "intranet.views.permission_denied"
handler404 = "intranet.views.page_not_found"

urlpatterns = [
    path("healthz/", views.healthz, name="healthz"),
    # The only login is allauth's: Wagtail's own doors lead to the gate.
    path("admin/login/", gate),
    path("admin/password_reset/", gate),
    path("_util/login/", gate, name="wagtailcore_login"),
    # What Wagtail's admin has and this product has not: workflows, and the tests of its own error pages.
    re_path(r"^admin/(?:workflows/|reports/workflow|failwhale/|test404/)", closed),
    # Two that Wagtail opens to whoever is signed in, and two that take fields of their form for granted.
    path("admin/sprite/", require_admin_access(sprite)),
    path("admin/jsi18n/", require_admin_access(localized_js_catalog)),
    path(
        "admin/choose-external-link/",
        require_admin_access(with_fields(ExternalLinkView.as_view(), "external-link-chooser-url")),
    ),
    path(
        "admin/redirects/import/process/",
        require_admin_access(with_fields(process_import, "import_file_name", "input_format")),
    ),
    path("admin/account/", own_account, name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("nalog/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("search.urls")),
    path("", include("files.urls")),
    path("", include("directory.urls")),
    path("", include("home.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]

# Pages last. Wagtail's own urls would bring its login form and its form of shared passwords along.
urlpatterns += [re_path(serve_pattern, wagtail_views.serve, name="wagtail_serve")]
