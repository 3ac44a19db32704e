"""What a page says to whoever reads it."""

from django.http import HttpResponse

from tests.experts.hall import text_of


def words(response: HttpResponse) -> str:
    """Without its head, its tags and its hidden fields, with single spaces."""
    return " ".join(text_of(response.content.decode()).split())
