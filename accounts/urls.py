from __future__ import annotations

from django.urls import path

from accounts import views, welcome

urlpatterns = [
    path("pozivnica/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("nalog/dobrodosli/", welcome.security, name="welcome_security"),
    path("dobrodosli/pismo/", welcome.script, name="welcome_script"),
    path("ulaz/", views.gate, name="gate"),
    path("pismo/", views.set_language, name="set_language"),
    path("izgled/", views.set_theme, name="set_theme"),
]
