"""A project has one or more supervisors, in order; the one it had is the first."""

import django.db.models.deletion
import i18nfield.fields
from django.db import migrations, models

import events.values


def to_list(apps, schema_editor):
    supervisor, project = (apps.get_model("projects", each) for each in ("Supervisor", "Project"))
    supervisor.objects.bulk_create(
        supervisor(
            project_id=each.pk,
            person_id=each.supervisor_id,
            order=1,
            title=each.supervisor_title,
            wording=each.supervisor_wording,
        )
        for each in project.objects.order_by("pk").iterator()
    )
    settle(schema_editor)


def to_one(apps, schema_editor):
    """Only the first of several is kept: the earlier table has room for one."""
    supervisor, project = (apps.get_model("projects", each) for each in ("Supervisor", "Project"))
    first = {each.project_id: each for each in supervisor.objects.order_by("-order")}
    for each in project.objects.filter(pk__in=first):
        held = first[each.pk]
        each.supervisor_id = held.person_id
        each.supervisor_title, each.supervisor_wording = held.title, held.wording
        each.save()
    settle(schema_editor)


def settle(schema_editor):
    """PostgreSQL alters no table with rows whose foreign keys it has still to check."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_levels_of_a_criterion"),
        ("projects", "0003_keys_of_projects"),
    ]

    operations = [
        migrations.CreateModel(
            name="Supervisor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                (
                    "title",
                    i18nfield.fields.I18nCharField(
                        blank=True,
                        max_length=200,
                        validators=[events.values.Translatable(longest=200)],
                    ),
                ),
                (
                    "wording",
                    models.CharField(
                        blank=True, max_length=300, validators=[events.values.Words(longest=300)]
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="projects.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "person"), name="supervises_a_project_once"
                    ),
                    models.UniqueConstraint(
                        fields=("project", "order"), name="supervisor_order_is_dense"
                    ),
                ],
            },
        ),
        migrations.AlterField(
            model_name="project",
            name="supervisor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="events.person"
            ),
        ),
        migrations.RunPython(to_list, to_one),
        migrations.RemoveField(model_name="project", name="supervisor"),
        migrations.RemoveField(model_name="project", name="supervisor_title"),
        migrations.RemoveField(model_name="project", name="supervisor_wording"),
    ]
