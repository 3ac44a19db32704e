"""The columns of texts in several languages, which read a plain text without trying it as JSON first.

Most texts are plain, and the package learns that from an exception, for each of thousands of columns.
"""

from typing import Any

from i18nfield import fields
from i18nfield.strings import LazyI18nString

from events.texts import begins_like_json


class _PlainTextsQuickly(fields.I18nFieldMixin):  # type: ignore[misc]  # the package has no types
    """To migrations these are the package's own columns."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> LazyI18nString:
        if value is None or begins_like_json(value):
            return LazyI18nString(value)
        text = LazyI18nString(None)
        text.data = value
        return text

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"i18nfield.fields.{type(self).__name__}", args, kwargs


class I18nCharField(_PlainTextsQuickly, fields.I18nCharField):  # type: ignore[misc]  # the same
    pass


class I18nTextField(_PlainTextsQuickly, fields.I18nTextField):  # type: ignore[misc]  # the same
    pass
