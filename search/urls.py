from __future__ import annotations

from django.urls import path

from search import views

urlpatterns = [
    path("pretraga/", views.results, name="search"),
    path("pretraga/predlozi/", views.suggestions, name="search_suggestions"),
    path("pretraga/otvoreno/", views.click, name="search_click"),
]
