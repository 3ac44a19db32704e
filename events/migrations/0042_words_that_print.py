"""What a protocol prints is written in letters that its faces have; no row and no column changes."""

import events.prose
import i18nfield.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0041_who_decides_on_equal_teams"),
    ]

    operations = [
        migrations.AlterField(
            model_name="criterion",
            name="name",
            field=i18nfield.fields.I18nCharField(
                max_length=100, validators=[events.prose.TranslatedProse(longest=100)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.prose.TranslatedProse(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="place",
            field=i18nfield.fields.I18nCharField(
                max_length=300, validators=[events.prose.TranslatedProse(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="subtitle",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=400, validators=[events.prose.TranslatedProse(longest=400)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="title",
            field=i18nfield.fields.I18nCharField(
                max_length=400, validators=[events.prose.TranslatedProse(longest=400)]
            ),
        ),
        migrations.AlterField(
            model_name="room",
            name="name",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.prose.TranslatedProse(longest=200)]
            ),
        ),
    ]
