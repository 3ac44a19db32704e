"""The cookie of a session, which every tab of a browser shares."""

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class SessionCookies(SessionMiddleware):
    """Takes the cookie away from who signs out, and not with an answer under a session that had ended before.

    Such an answer may be late: another tab has opened a card or signed in meanwhile, and its session would
    be gone with the cookie.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = getattr(request, "session", None)
        if session is None or session.modified or not session.is_empty():
            return super().process_response(request, response)
        patch_vary_headers(response, ("Cookie",))
        return response
