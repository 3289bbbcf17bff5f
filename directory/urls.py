from __future__ import annotations

from django.urls import path

from directory import views

urlpatterns = [
    path("moj-profil/", views.edit_profile, name="edit_profile"),
    path("moj-profil/potvrda/", views.confirm_profile, name="confirm_profile"),
    path("fotografije/<int:person_id>/<slug:key>/", views.photo, name="profile_photo"),
]
