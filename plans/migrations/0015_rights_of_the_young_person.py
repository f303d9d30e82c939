"""Keep on each plan until which day the parents hold the rights, and what counts after it (the tables of it are made in 0014)."""

from django.db import migrations, models

from plans.statute.rights import last_day_of_parents


def set_the_days(apps, schema_editor):
    """Set on every plan the Friday that follows from the child's day of birth."""
    plans = apps.get_model("plans", "Plan").objects
    for plan, born_on in plans.values_list("pk", "circle__child__born_on").iterator():
        plans.filter(pk=plan).update(rights_move_on=last_day_of_parents(born_on))


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0014_endings"),
        ("permissions", "0002_front_door"),
    ]

    operations = [
        migrations.AddField(model_name="plan", name="rights_move_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="plan", name="rights", field=models.JSONField(blank=True, default=dict)),
        migrations.AlterField(
            model_name="parentchoice",
            name="keeps",
            field=models.CharField(
                choices=[("full", "Read it, talk about it and suggest changes"), ("view", "Only read it"), ("none", "Not see it")], max_length=4
            ),
        ),
        migrations.RunPython(set_the_days, migrations.RunPython.noop),
    ]
