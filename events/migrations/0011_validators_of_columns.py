import events.values
import i18nfield.fields
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0010_facts_of_the_course"),
    ]

    operations = [
        migrations.AlterField(
            model_name="criterion",
            name="key",
            field=models.SlugField(max_length=40, validators=[events.values.Slug(longest=40)]),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="maximum",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("10"),
                max_digits=5,
                validators=[events.values.Number(least=0, most=999)],
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="minimum",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("1"),
                max_digits=5,
                validators=[events.values.Number(least=0, most=999)],
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="name",
            field=i18nfield.fields.I18nCharField(
                max_length=100, validators=[events.values.Translatable(longest=100)]
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="step",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("1"),
                max_digits=5,
                validators=[events.values.Number(least=0, most=999)],
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="weight",
            field=models.DecimalField(
                decimal_places=2, max_digits=5, validators=[events.values.Number(least=0, most=100)]
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="city",
            field=i18nfield.fields.I18nCharField(
                max_length=100, validators=[events.values.Translatable(longest=100)]
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="contact",
            field=models.CharField(
                blank=True, max_length=200, validators=[events.values.Words(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="size",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="unknown when empty",
                null=True,
                validators=[events.values.Whole(least=1, most=1000000)],
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="city",
            field=i18nfield.fields.I18nCharField(
                max_length=100, validators=[events.values.PrintedText(longest=100)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="course",
            field=i18nfield.fields.I18nCharField(
                max_length=200, validators=[events.values.PrintedText(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="ends_on",
            field=models.DateField(validators=[events.values.Day()]),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.values.Translatable(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="organiser",
            field=i18nfield.fields.I18nCharField(
                max_length=300, validators=[events.values.PrintedText(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="place",
            field=i18nfield.fields.I18nCharField(
                max_length=300, validators=[events.values.Translatable(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="slug",
            field=models.SlugField(
                max_length=60, unique=True, validators=[events.values.AddressSlug(longest=60)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="starts_on",
            field=models.DateField(validators=[events.values.Day()]),
        ),
        migrations.AlterField(
            model_name="event",
            name="subtitle",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=400, validators=[events.values.Translatable(longest=400)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="time_zone",
            field=models.CharField(
                default="Asia/Almaty",
                max_length=50,
                validators=[events.values.TimeZoneName(longest=50)],
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="title",
            field=i18nfield.fields.I18nCharField(
                max_length=400, validators=[events.values.Translatable(longest=400)]
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="trainees_wording",
            field=i18nfield.fields.I18nTextField(
                blank=True, validators=[events.values.Translatable(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="fact",
            name="label",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=200, validators=[events.values.Translatable(longest=200)]
            ),
        ),
        migrations.AlterField(
            model_name="fact",
            name="text",
            field=i18nfield.fields.I18nTextField(
                validators=[events.values.Translatable(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="city",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=100, validators=[events.values.Translatable(longest=100)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="family_name",
            field=models.CharField(
                blank=True, max_length=60, validators=[events.values.PersonName(longest=60)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="given_name",
            field=models.CharField(
                blank=True, max_length=60, validators=[events.values.PersonName(longest=60)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="key",
            field=models.SlugField(max_length=80, validators=[events.values.Slug(longest=80)]),
        ),
        migrations.AlterField(
            model_name="person",
            name="name",
            field=models.CharField(
                max_length=120, validators=[events.values.PersonName(longest=120)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="note",
            field=models.CharField(
                blank=True, max_length=500, validators=[events.values.Words(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="organisation",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.values.PrintedText(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="patronymic",
            field=models.CharField(
                blank=True, max_length=60, validators=[events.values.PersonName(longest=60)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="position",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.values.PrintedText(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="printed_names",
            field=models.JSONField(
                blank=True, default=dict, validators=[events.values.PrintedNames(longest=120)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="school_kind",
            field=models.CharField(
                blank=True, max_length=40, validators=[events.values.Words(longest=40)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="school_number",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=9999)]
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="source_text",
            field=models.CharField(
                blank=True, max_length=500, validators=[events.values.Words(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="runitem",
            name="note",
            field=i18nfield.fields.I18nTextField(
                blank=True, validators=[events.values.Translatable(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="runitem",
            name="planned_minutes",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=1440)]
            ),
        ),
        migrations.AlterField(
            model_name="runitem",
            name="role_text",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.values.Translatable(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="runitem",
            name="title",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=400, validators=[events.values.Translatable(longest=400)]
            ),
        ),
        migrations.AlterField(
            model_name="speechfact",
            name="text",
            field=i18nfield.fields.I18nTextField(
                validators=[events.values.Translatable(longest=2000)]
            ),
        ),
    ]
