from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Register this app's job."""
        from core import registry
        from files import services

        registry.jobs.register("remove_orphan_files", services.remove_orphan_files, minutes=60)
