from __future__ import annotations

from django.urls import path

from home import views

urlpatterns = [path("pisite-koordinatorki/", views.contact_coordinator, name="contact_coordinator")]
