import events.values
import i18nfield.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0001_diplomas_and_jobs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="design",
            name="after_topic",
            field=i18nfield.fields.I18nTextField(
                blank=True, validators=[events.values.PrintedText(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="design",
            name="before_topic",
            field=i18nfield.fields.I18nTextField(
                blank=True, validators=[events.values.PrintedText(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="design",
            name="lead",
            field=i18nfield.fields.I18nCharField(
                max_length=120, validators=[events.values.PrintedText(longest=120)]
            ),
        ),
        migrations.AlterField(
            model_name="design",
            name="title",
            field=i18nfield.fields.I18nCharField(
                max_length=60, validators=[events.values.PrintedText(longest=60)]
            ),
        ),
    ]
