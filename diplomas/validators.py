"""Single values of this app, named by the model field they guard (see events/values.py)."""

from events.validators import LONG_TEXT
from events.values import PersonName, Translatable

design_title = Translatable(60)
design_lead = Translatable(120)
design_before_topic = design_after_topic = Translatable(LONG_TEXT)
signatory_role = Translatable(200)
signatory_name = PersonName(120)
