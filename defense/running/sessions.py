"""Django's sessions in the database; what reads one for every request is compiled once."""

from typing import Any, Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from events.statements import Columns, Given, Selection

_SESSION: Final = Columns(Session)


def _that_goes_on() -> QuerySet[Session, Any]:
    key = Given("key", Session._meta.get_field("session_key"))
    now = Given("now", Session._meta.get_field("expire_date"))
    found = Session.objects.filter(session_key=key, expire_date__gt=now)
    return found.values_list(*_SESSION.asked)


SESSIONS: Final = Selection(_SESSION.row, _that_goes_on)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = SESSIONS.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
