"""All addresses of the product."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from accounts.views import gate
from intranet import views
from intranet.styleguide import styleguide

handler400 = "intranet.views.bad_request"
handler403 = "intranet.views.permission_denied"
handler404 = "intranet.views.page_not_found"

urlpatterns = [
    path("healthz/", views.healthz, name="healthz"),
    # The only login is allauth's: Wagtail's own doors lead to the gate.
    path("admin/login/", gate),
    path("admin/password_reset/", gate),
    path("admin/", include(wagtailadmin_urls)),
    path("nalog/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("files.urls")),
    path("", include("directory.urls")),
    path("", include("home.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]

# Pages last. Wagtail's own urls would bring its login form and its form of shared passwords along.
urlpatterns += [re_path(serve_pattern, wagtail_views.serve, name="wagtail_serve")]
