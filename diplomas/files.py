"""A diploma's file as a response that no browser guesses about; the doors keep it out of caches."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from diplomas import storage
from diplomas.models import Diploma


def pdf_response(diploma: Diploma) -> HttpResponse:
    """The file under a name a person can find again. Raises FileIsAway."""
    content = storage.read(diploma.file_hash)
    response = HttpResponse(content, content_type="application/pdf")
    header = content_disposition_header(as_attachment=True, filename=file_name(diploma))
    response["Content-Disposition"] = str(header)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(diploma: Diploma) -> str:
    """`2019-044 Person Name.pdf`: the number without its slash, the name as printed."""
    words = f"{diploma.number} {diploma.snapshot['name']}"
    return "".join("-" if letter in '/\\:*?"<>|' else letter for letter in words) + ".pdf"
