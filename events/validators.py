"""Single values of this app, named by the model field they guard: each rule and each limit once.

A model's field and an entry's take the same validator (see events/values.py).
"""

from events.mail_address import MailAddress
from events.prose import PrintedProse, TranslatedProse
from events.values import (
    AddressSlug,
    Day,
    Hour,
    LevelTexts,
    Number,
    PersonName,
    PrintedNames,
    PrintedText,
    Slug,
    TimeZoneName,
    Translatable,
    WebAddress,
    Whole,
    Words,
)

# How many of something, and a number that stands on a door or in a list.
count = Whole(1, 1_000_000)
small_number = Whole(1, 9_999)
LONG_TEXT = 2_000

source_title = Words(500)
source_address = WebAddress(500)

event_slug = AddressSlug(60)
event_title = event_subtitle = TranslatedProse(400)
event_kind = TranslatedProse(200)
event_course = PrintedText(200)
event_organiser = PrintedText(300)
event_place = TranslatedProse(300)
event_city = PrintedText(100)
event_time_zone = TimeZoneName(50)
event_trainees_wording = Translatable(300)
event_least_sheets = Whole(1, 100)
event_minutes = Whole(1, 120)
event_query_hours = Whole(1, 240)
event_words_days = Whole(1, 60)
day = Day()

room_name = TranslatedProse(200)
account_name = PrintedProse(150)

fact_label = Translatable(200)
fact_text = Translatable(LONG_TEXT)

delegation_city = Translatable(100)
delegation_contact = Words(200)

person_key = Slug(80)
person_name = PersonName(120)
person_name_part = PersonName(60)
person_printed_names = PrintedNames(120)
person_position = person_organisation = PrintedText(300)
person_school_kind = Words(40)
person_city = Translatable(100)
person_email = MailAddress(254)
person_note = Words(500)

run_item_title = Translatable(400)
run_item_role_text = Translatable(300)
run_item_note = Translatable(LONG_TEXT)
run_item_planned_at = Hour()
run_item_planned_minutes = Whole(1, 1_440)
speech_fact_text = Translatable(LONG_TEXT)

criterion_key = Slug(40)
criterion_name = TranslatedProse(100)
criterion_weight = Number(0, 100)
criterion_points = Number(0, 999)
criterion_level = Translatable(LONG_TEXT)
criterion_levels = LevelTexts(criterion_points, criterion_level)
