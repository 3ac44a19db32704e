from django.utils.functional import Promise


class DomainError(Exception):
    """Something the user can mend: the message is the sentence they will read."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
