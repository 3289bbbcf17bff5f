"""The site with the gallery of components, as it is with DEBUG."""

from __future__ import annotations

from django.urls import path

from intranet.styleguide import styleguide
from intranet.urls import urlpatterns as site

urlpatterns = [path("styleguide/", styleguide, name="styleguide"), *site]
