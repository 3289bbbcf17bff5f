"""The list of words that stand for each other, and the first of them."""

from django.db import migrations, models

FIRST = [
    ["JLS", "jedinica lokalne samouprave"],
    ["IKT", "ICT", "informaciono-komunikacione tehnologije"],
    ["IT", "informacione tehnologije"],
    ["ZUP", "ZOUP", "zakon o opštem upravnom postupku"],
    ["ZLS", "zakon o lokalnoj samoupravi"],
    ["ZEU", "zakon o elektronskoj upravi"],
    ["ZIB", "zakon o informacionoj bezbednosti"],
    ["ZZPL", "zakon o zaštiti podataka o ličnosti"],
    ["ZSPIJZ", "zakon o slobodnom pristupu informacijama od javnog značaja"],
    ["eUprava", "elektronska uprava"],
    ["eID", "elektronska identifikacija"],
    ["RAP", "registar administrativnih postupaka"],
    ["JUM", "jedinstveno upravno mesto"],
    ["SKGO", "Stalna konferencija gradova i opština"],
    ["MDULS", "Ministarstvo državne uprave i lokalne samouprave"],
    ["KEP", "kvalifikovani elektronski potpis"],
]


def add_first(apps, schema_editor):
    """Write the first groups."""
    apps.get_model("search", "SynonymGroup").objects.bulk_create(
        [apps.get_model("search", "SynonymGroup")(terms="\n".join(terms)) for terms in FIRST]
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0002_suggestions_and_log")]

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "terms",
                    models.TextField(
                        help_text="One a line, at least two: JLS, and under it jedinica lokalne samouprave.",
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "db_table": "search_synonym_group",
                "verbose_name": "words that stand for each other",
                "verbose_name_plural": "words that stand for each other",
                "ordering": ["terms"],
            },
        ),
        migrations.RunPython(add_first, migrations.RunPython.noop),
    ]
