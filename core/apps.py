from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from serbian.catalogues import compile_stale


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")

    def import_models(self) -> None:
        """Build the message catalogues that are missing or old before anything asks for a message of theirs.

        This app's models come first of all, and models may word something while they are imported.
        """
        compile_stale(settings.LOCALE_PATHS)
        super().import_models()

    def ready(self) -> None:
        """Fit the admin to its readers, and register the jobs that every installation runs."""
        from core import comparisons, fields, registry, tasks, topic_choice, wagtail_texts

        wagtail_texts.follow_the_reader()
        comparisons.register()
        fields.register()
        topic_choice.register()
        registry.jobs.register("publish_scheduled", tasks.publish_scheduled, minutes=1)
        registry.jobs.register("put_back_tasks", tasks.put_back_tasks, minutes=1)
        registry.jobs.register("retry_failed_tasks", tasks.retry_failed_tasks, minutes=1)
        registry.jobs.register("prune_task_results", tasks.prune_task_results, minutes=24 * 60)
