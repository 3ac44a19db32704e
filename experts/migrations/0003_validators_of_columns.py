import events.values
import i18nfield.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0002_recusal_and_lock_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="interest",
            name="evidence",
            field=models.CharField(
                blank=True, max_length=500, validators=[events.values.Words(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="seat",
            name="affiliation",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.values.Translatable(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="seat",
            name="note",
            field=models.CharField(
                blank=True, max_length=500, validators=[events.values.Words(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="seat",
            name="role_text",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.values.Translatable(longest=300)]
            ),
        ),
    ]
