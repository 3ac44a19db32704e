from importlib import import_module

import pytest
from django.apps import apps

from events.models import Enrolment
from tests.factories import DAY, PassFactory

pytestmark = pytest.mark.django_db

MIGRATION = import_module("events.migrations.0027_tablets_of_before")


def test_every_card_that_opened_a_tablet_before_has_one_enrolment():
    opened = PassFactory(device_hash="a", redeemed_at=DAY)
    stopped = PassFactory(device_hash="b", redeemed_at=DAY, revoked_at=DAY)
    PassFactory()
    PassFactory(kind="trainee", redeemed_at=DAY)

    MIGRATION.keep_tablets(apps, None)

    found = Enrolment.objects.order_by("card").values_list("card", "opened_at", "ended_at", "why")
    assert list(found) == [(opened.pk, DAY, None, ""), (stopped.pk, DAY, DAY, "stopped")]
