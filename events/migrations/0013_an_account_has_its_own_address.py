from collections import Counter

from django.db import migrations


def give_accounts_their_addresses(apps, schema_editor):
    """Every account keeps the one address it was made with, verified; no other's stays beside it."""
    accounts = apps.get_model("events", "User").objects
    users = list(accounts.order_by("pk"))
    counts = Counter(user.email.lower() for user in users)
    if twice := sorted(email for email, count in counts.items() if count > 1):
        raise RuntimeError(
            f"Two accounts have the address {twice[0]}, but for capitals. Remove one, then start again."
        )
    address = apps.get_model("account", "EmailAddress")
    address.objects.all().delete()
    for user in users:
        own = user.email.lower()
        accounts.filter(pk=user.pk).update(email=own)
        address.objects.create(user_id=user.pk, email=own, verified=True, primary=True)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_levels_of_a_criterion"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunPython(give_accounts_their_addresses, migrations.RunPython.noop),
    ]
