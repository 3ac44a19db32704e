import events.values
import i18nfield.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_projects_and_defenses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draw",
            name="method",
            field=i18nfield.fields.I18nTextField(
                validators=[events.values.Translatable(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="base",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=1000000)]
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="check_text",
            field=models.CharField(
                blank=True, max_length=100, validators=[events.values.Words(longest=100)]
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="percent",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=5,
                null=True,
                validators=[events.values.Number(least=0, most=100)],
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="text",
            field=i18nfield.fields.I18nTextField(
                validators=[events.values.Translatable(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="abstract",
            field=i18nfield.fields.I18nTextField(
                blank=True, validators=[events.values.Translatable(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="note",
            field=models.CharField(
                blank=True, max_length=500, validators=[events.values.Words(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="number",
            field=models.PositiveIntegerField(validators=[events.values.Whole(least=1, most=9999)]),
        ),
        migrations.AlterField(
            model_name="project",
            name="supervisor_title",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.values.Translatable(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="supervisor_wording",
            field=models.CharField(
                blank=True, max_length=300, validators=[events.values.Words(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="topic",
            field=i18nfield.fields.I18nCharField(
                max_length=500, validators=[events.values.PrintedText(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="quizquestion",
            name="answer",
            field=i18nfield.fields.I18nCharField(
                max_length=300, validators=[events.values.Translatable(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="quizquestion",
            name="question",
            field=i18nfield.fields.I18nCharField(
                max_length=300, validators=[events.values.Translatable(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="addressee",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.values.Translatable(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="text",
            field=i18nfield.fields.I18nTextField(
                validators=[events.values.Translatable(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="respondentgroup",
            name="count",
            field=models.PositiveIntegerField(
                validators=[events.values.Whole(least=1, most=1000000)]
            ),
        ),
        migrations.AlterField(
            model_name="respondentgroup",
            name="label",
            field=i18nfield.fields.I18nCharField(
                max_length=100, validators=[events.values.Translatable(longest=100)]
            ),
        ),
        migrations.AlterField(
            model_name="survey",
            name="base",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=1000000)]
            ),
        ),
        migrations.AlterField(
            model_name="survey",
            name="base_over",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=1000000)]
            ),
        ),
        migrations.AlterField(
            model_name="survey",
            name="base_text",
            field=models.CharField(
                blank=True, max_length=200, validators=[events.values.Words(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="survey",
            name="method",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.values.Translatable(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="survey",
            name="note",
            field=models.CharField(
                blank=True, max_length=500, validators=[events.values.Words(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="survey",
            name="schools",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=1000000)]
            ),
        ),
        migrations.AlterField(
            model_name="swotentry",
            name="text",
            field=i18nfield.fields.I18nTextField(
                validators=[events.values.Translatable(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="teammember",
            name="role",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=100, validators=[events.values.Translatable(longest=100)]
            ),
        ),
    ]
