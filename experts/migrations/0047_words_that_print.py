"""What a protocol prints is written in letters that its faces have; no row and no column changes."""

import events.values
import experts.validators
import i18nfield.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0046_annexed_once_a_form"),
    ]

    operations = [
        migrations.AlterField(
            model_name="annex",
            name="reason",
            field=models.CharField(
                max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="annex",
            name="text",
            field=models.CharField(
                max_length=2000, validators=[experts.validators.PrintedProse(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="award",
            name="reason",
            field=models.CharField(
                max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="castingvote",
            name="reason",
            field=models.CharField(
                max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="decidingvoice",
            name="reason",
            field=models.CharField(
                max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="dissent",
            name="text",
            field=models.CharField(
                max_length=2000, validators=[experts.validators.PrintedProse(longest=2000)]
            ),
        ),
        migrations.AlterField(
            model_name="interest",
            name="evidence",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
        ),
        migrations.AlterField(
            model_name="interest",
            name="reason",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="reason",
            field=models.CharField(
                max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="panelquestion",
            name="answer",
            field=models.CharField(
                blank=True,
                max_length=1000,
                validators=[experts.validators.PrintedProse(longest=1000)],
            ),
        ),
        migrations.AlterField(
            model_name="panelquestion",
            name="text",
            field=models.CharField(
                max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
            ),
        ),
        migrations.AlterField(
            model_name="panelvote",
            name="question",
            field=models.CharField(
                max_length=300, validators=[experts.validators.PrintedProse(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="presence",
            name="counts_reason",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
        ),
        migrations.AlterField(
            model_name="protocol",
            name="withdrawn_reason",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
        ),
        migrations.AlterField(
            model_name="query",
            name="answer",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
        ),
        migrations.AlterField(
            model_name="deliberationnote",
            name="text",
            field=models.CharField(
                blank=True,
                max_length=2000,
                validators=[experts.validators.PrintedProse(longest=2000)],
            ),
        ),
        migrations.AlterField(
            model_name="query",
            name="text",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
        ),
        migrations.AlterField(
            model_name="querywindow",
            name="waived_reason",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
        ),
        migrations.AlterField(
            model_name="seat",
            name="affiliation",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.values.PrintedText(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="seat",
            name="role_text",
            field=i18nfield.fields.I18nCharField(
                blank=True, max_length=300, validators=[events.values.PrintedText(longest=300)]
            ),
        ),
        migrations.AlterField(
            model_name="setaside",
            name="reason",
            field=models.CharField(
                max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
            ),
        ),
    ]
