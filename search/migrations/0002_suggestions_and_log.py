"""What suggestions while typing are made of (the nightly comparison fills it), and the log of searches."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField("entry", "words", models.TextField(default="")),
        migrations.AddField("entry", "in_force_from", models.DateField(null=True)),
        migrations.AddField("entry", "in_force_to", models.DateField(null=True)),
        migrations.CreateModel(
            name="LoggedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(max_length=200, verbose_name="query")),
                ("folded", models.CharField(max_length=200)),
                ("results", models.PositiveIntegerField(verbose_name="results")),
                ("clicked", models.CharField(blank=True, max_length=500, verbose_name="opened address")),
                ("searched_at", models.DateTimeField(db_index=True, verbose_name="time")),
            ],
            options={
                "db_table": "search_log",
                "default_permissions": ("view",),
                "verbose_name": "search that was made",
                "verbose_name_plural": "searches that were made",
            },
        ),
    ]
