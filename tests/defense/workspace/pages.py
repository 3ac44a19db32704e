"""Pages of the workspace as a browser meets them."""

from django.urls import reverse


def page(name, cast, *arguments):
    return reverse(f"organizer:{name}", args=[cast.event.slug, *arguments])


def sent_from(form, **changes):
    """What a browser sends of a form, after the changes."""
    values = {
        form.add_prefix(name): form.get_initial_for_field(field, name)
        for name, field in form.fields.items()
    }
    changed = {form.add_prefix(name): value for name, value in changes.items()}
    return {name: value or "" for name, value in values.items()} | changed


def told(response):
    """The messages on the page that an act leads to."""
    return [str(message) for message in response.context["messages"]]
