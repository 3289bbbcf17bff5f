from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_remove_stock_roles")]
    operations = [
        migrations.AddField(
            model_name="invitation",
            name="revoked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
        ),
    ]
