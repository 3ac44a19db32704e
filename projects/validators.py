"""Single values of this app, named by the model field they guard (see events/values.py)."""

from events.prose import PrintedProse, TranslatedProse
from events.validators import LONG_TEXT
from events.values import Number, PrintedText, Slug, Translatable, Words

project_key = Slug(80)
project_topic = PrintedText(500)
project_abstract = Translatable(LONG_TEXT)
supervisor_title = TranslatedProse(200)
supervisor_wording = Words(300)
project_note = Words(500)
team_member_role = Translatable(100)

survey_method = Translatable(200)
survey_base_text = Words(200)
survey_note = Words(500)
respondent_group_label = Translatable(100)
finding_text = swot_entry_text = recommendation_text = Translatable(LONG_TEXT)
finding_percent = Number(0, 100)
finding_check_text = Words(100)
recommendation_addressee = Translatable(200)

draw_method = draw_note = TranslatedProse(LONG_TEXT)
draw_reason = PrintedProse(300)
quiz_question = TranslatedProse(300)
quiz_answer = Translatable(300)
