"""Single values of this app, named by the model field they guard (see events/values.py)."""

from diplomas.record import LONGEST_AWARD
from events.validators import LONG_TEXT
from events.values import PersonName, PrintedText, Whole, Words

design_title = PrintedText(60)
design_lead = PrintedText(120)
design_before_topic = design_after_topic = PrintedText(LONG_TEXT)
design_hours = Whole(1, 2_000)
signatory_role = PrintedText(200)
signatory_name = PersonName(120)
award_name = PrintedText(LONGEST_AWARD)
ending_reason = Words(300)
handover_proxy = PersonName(120)
