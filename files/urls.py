from __future__ import annotations

from django.urls import path, re_path

from files import views

urlpatterns = [
    # Under Wagtail's name; its password door is left out.
    re_path(r"^dokumenti/(\d+)/([^/]+)$", views.document, name="wagtaildocs_serve"),
    path("dokumenti/<int:document_id>/tekst/<int:number>/", views.document_text, name="document_text"),
    path(
        "dokumenti/<int:document_id>/strana/<int:number>/<int:width>.webp", views.document_page, name="document_page"
    ),
    path("media/<path:name>", views.image, name="image"),
]
