from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0004_numbers_given_so_far"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="diploma",
            name="diploma_number_once",
        ),
        migrations.AddConstraint(
            model_name="diploma",
            constraint=models.UniqueConstraint(
                condition=models.Q(("repeats_a_number", False)),
                fields=("number",),
                name="diploma_number_once_for_all",
            ),
        ),
    ]
