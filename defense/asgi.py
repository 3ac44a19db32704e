import logging
import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from defense.desk.admission import Admission
from defense.desk.gate import Gate
from defense.running.bodies import BoundedBodies
from defense.running.connections import raise_the_limit_of_files
from defense.running.garbage import look_seldom
from defense.running.proxies import NONE_NAMED, NamedProxies, is_unnamed
from defense.running.static_answers import StaticAnswers
from defense.running.unreadable import ReadableRequests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")

raise_the_limit_of_files()
bounded = BoundedBodies(StaticAnswers(Gate(Admission(get_asgi_application()))))
application = NamedProxies(ReadableRequests(bounded), settings.PROXIES)
get_resolver().url_patterns  # noqa: B018 - the pages are imported now, not while somebody waits for the first
look_seldom()
if is_unnamed():
    logging.getLogger(__name__).warning(NONE_NAMED)
