from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_imports")]
    operations = [
        migrations.AddField(
            model_name="guest",
            name="groups_to_join",
            field=models.ManyToManyField(
                blank=True,
                help_text="The guest sees only what is opened to these groups.",
                related_name="+",
                to="directory.workinggroup",
                verbose_name="working groups",
            ),
        ),
        migrations.AddField(
            model_name="seatinvitation",
            name="replaces",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="directory.appointment",
                verbose_name="appointment that it ends",
            ),
        ),
    ]
