from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Make the folder of uploads that are going on, and register this app's job."""
        from core import registry
        from files import services

        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
        registry.jobs.register("remove_orphan_files", services.remove_orphan_files, minutes=60)
