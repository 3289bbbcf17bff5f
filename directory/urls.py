from __future__ import annotations

from django.urls import path

from directory import views, views_people

urlpatterns = [
    path("moj-profil/", views.edit_profile, name="edit_profile"),
    path("kolege/", views_people.own_colleagues, name="own_colleagues"),
    path("kolege/predlog/", views_people.propose_colleague, name="propose_colleague"),
    path("kolege/<int:pk>/kraj/", views_people.end_colleague, name="end_colleague"),
    path("dobrodosli/profil/", views_people.welcome_profile, name="welcome_profile"),
    path("moj-profil/potvrda/", views.confirm_profile, name="confirm_profile"),
    path("fotografije/<int:person_id>/<slug:key>/", views.photo, name="profile_photo"),
]
