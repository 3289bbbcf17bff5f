from __future__ import annotations

from django.urls import path

from directory import views

urlpatterns = [path("moj-profil/", views.edit_profile, name="edit_profile")]
