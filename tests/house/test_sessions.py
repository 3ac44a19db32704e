"""A session is kept for who signed in or opened a card, and for nobody else."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.house.doors import SAFE
from tests.house.doors_table import ACCOUNT_DOORS, DOORS
from tests.house.scene import set_scene
from tests.house.test_doors import client_of, form

ALL_DOORS = {**DOORS, **ACCOUNT_DOORS}


@pytest.mark.once("who has a session is of no engine")
@pytest.mark.django_db
def test_who_only_looks_in_has_no_session():
    scene, kept = set_scene(), []
    for name, door in ALL_DOORS.items():
        address = reverse(name, args=door.arguments(scene))
        for method in (*SAFE, "POST", "PUT"):
            cache.clear()
            Client().generic(method, address, **form(door, scene, method))
            if Session.objects.exists():
                kept.append(f"{method} {name}")
                Session.objects.all().delete()

    assert kept == []


@pytest.mark.django_db
def test_who_signed_in_has_one():
    """The negative control."""
    client_of("olga", set_scene())

    assert Session.objects.count() == 1
