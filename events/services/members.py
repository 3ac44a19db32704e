from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, Membership, User


@transaction.atomic
def add_member(event: Event, user: User, *, role: str, actor: User | str) -> bool:
    """Give the account this part in the event, with a line that says so; False if it has it already."""
    member, is_new = Membership.objects.get_or_create(
        user=user, event=event, defaults={"role": role}
    )
    if not is_new and member.role == role:
        return False
    if not is_new:
        member.role = role
        member.save(update_fields=["role"])
    details = {"user": user.pk, "role": str(role), **lines_of(member)}
    AuditEntry.write(event, actor, "member.added", member, details)
    return True
