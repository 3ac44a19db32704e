import pytest
from django.urls import reverse

from events.models import AuditEntry, Pass
from tests.cast import gather
from tests.factories import PassFactory

pytestmark = pytest.mark.django_db


def revoke(client, event, emils_pass):
    address = reverse("organizer:pass_revoke", args=[event.slug, emils_pass.pk])
    return client.post(address, {"agreed": "1"})


def test_a_card_is_stopped_and_the_act_is_audited(client):
    cast = gather()
    emils_pass = PassFactory(person=cast.emil.person)
    client.force_login(cast.olga)

    response = revoke(client, cast.event, emils_pass)

    emils_pass.refresh_from_db()
    entry = AuditEntry.objects.get(event=cast.event, verb="pass.revoked")
    assert response.url == reverse("organizer:passes", args=[cast.event.slug])
    assert emils_pass.revoked_at is not None
    assert entry.actor == f"user:{cast.olga.pk}"


def test_stopping_twice_keeps_the_first_time(client):
    cast = gather()
    emils_pass = PassFactory(person=cast.emil.person)
    client.force_login(cast.olga)
    revoke(client, cast.event, emils_pass)
    first = Pass.objects.get(pk=emils_pass.pk).revoked_at

    revoke(client, cast.event, emils_pass)

    assert Pass.objects.get(pk=emils_pass.pk).revoked_at == first
    assert AuditEntry.objects.filter(verb="pass.revoked").count() == 1


def test_another_events_card_does_not_exist(client):
    cast = gather()
    theirs = PassFactory(person=cast.ella.person)
    client.force_login(cast.olga)

    response = revoke(client, cast.event, theirs)

    theirs.refresh_from_db()
    assert response.status_code == 404
    assert theirs.revoked_at is None


def test_a_rehearsals_card_is_not_stopped_from_here(client):
    cast = gather()
    rehearsed = PassFactory(person=cast.emil.person, is_rehearsal=True)
    client.force_login(cast.olga)

    response = revoke(client, cast.event, rehearsed)

    rehearsed.refresh_from_db()
    assert response.status_code == 404
    assert rehearsed.revoked_at is None
