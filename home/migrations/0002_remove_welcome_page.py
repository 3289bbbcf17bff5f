"""Remove Wagtail's welcome page and the site that shows it; `home.services.establish` makes ours after migrating."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def remove(apps: Any, schema_editor: Any) -> None:
    Page = apps.get_model("wagtailcore", "Page")
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page", draft_title__startswith="Welcome")
    apps.get_model("wagtailcore", "Site").objects.filter(root_page__in=welcome).delete()
    if welcome.exists():
        welcome.delete()
        Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
