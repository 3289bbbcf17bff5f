from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Make the folder of uploads that are going on, have new files read, and register this app's jobs."""
        from core import registry
        from files import drawings, services, signal_handlers, sketches
        from files.models import Document

        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
        post_save.connect(read_new_file, sender=Document)
        signal_handlers.connect()
        registry.jobs.register("remove_orphan_files", services.remove_orphan_files, minutes=60)
        registry.jobs.register("extract_waiting", services.queue_waiting, minutes=5)
        registry.jobs.register("prune_drawings", drawings.prune_drawings, minutes=30)
        registry.jobs.register("recognise_waiting", services.queue_recognition, minutes=5)
        registry.jobs.register("make_missing_sketches", sketches.make_missing_sketches, minutes=5)


def read_new_file(instance: Any, **kwargs: Any) -> None:
    """Queue the reading of a file that has just been saved with its document."""
    from files import services

    if instance.file_is_new:
        services.read_new_file(instance)
