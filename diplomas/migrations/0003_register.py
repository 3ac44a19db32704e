from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0002_validators_of_columns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Register",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("is_rehearsal", models.BooleanField(default=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "is_rehearsal"), name="register_once_a_year"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="diploma",
            name="repeats_a_number",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
