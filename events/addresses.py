"""What may stand in an address of ours."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A whole number that every database can be asked for: an address with a longer one does not exist."""

    regex = "[0-9]{1,18}"
