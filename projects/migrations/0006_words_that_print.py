"""What a protocol prints is written in letters that its faces have; no row and no column changes."""

import events.prose
import i18nfield.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_record_of_the_draw"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draw",
            name="method",
            field=i18nfield.fields.I18nTextField(
                validators=[events.prose.TranslatedProse(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="drawstep",
            name="question",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.prose.TranslatedProse(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="drawstep",
            name="reason",
            field=models.CharField(
                blank=True, max_length=300, validators=[events.prose.PrintedProse(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="quizquestion",
            name="question",
            field=i18nfield.fields.I18nCharField(
                max_length=300, validators=[events.prose.TranslatedProse(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="supervisor",
            name="title",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.prose.TranslatedProse(longest=200)]
            ),
        ),
    ]
