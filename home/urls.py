from __future__ import annotations

from django.urls import path

from home import guests, views

urlpatterns = [
    path("pisite-koordinatorki/", views.contact_coordinator, name="contact_coordinator"),
    path("otvoreno-za-vas/", guests.open_for_you, name="open_for_you"),
]
