"""Cards that opened a tablet before tablets were kept: one row each. They have no PIN, and open it as they did."""

from typing import Any

from django.db import migrations


def keep_tablets(apps: Any, schema_editor: Any) -> None:
    cards, tablets = (apps.get_model("events", name) for name in ("Pass", "Enrolment"))
    opened = cards.objects.filter(kind="expert").exclude(device_hash="").iterator()
    tablets.objects.bulk_create(
        (
            tablets(
                card=card,
                opened_at=card.redeemed_at or card.issued_at,
                entered_at=card.redeemed_at or card.issued_at,
                ended_at=card.revoked_at,
                why="stopped" if card.revoked_at else "",
            )
            for card in opened
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0026_enrolments")]

    operations = [migrations.RunPython(keep_tablets, migrations.RunPython.noop)]
