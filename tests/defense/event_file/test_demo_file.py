"""The demo file holds every fact of the model event in the source's English, and nothing else."""

import pytest

from defense.event_file import read_event_file
from tests.defense.event_file.documents import DEMO_BYTES, DEMO_DOCUMENT
from tests.defense.event_file.languages import in_english

DEMO = in_english(read_event_file(DEMO_BYTES))
PEOPLE = {person.key: person for person in DEMO.people}

EXPERTS = [
    ("Irina Smirnova", "Chairman of the expert group", None),
    ("Kairat Nurtay", "Vice Akim of Shymkent", "Akimat of Shymkent"),
    (
        "Aigul Tekebaeva",
        "acting Head of the Department of Education, Shymkent",
        "Department of Education, Shymkent",
    ),
    ("Gulmira Kurganbaeva", "Rector of AlmaU", "AlmaU"),
    (
        "Dinara Aitbaeva",
        "Deputy Director of the Department of Human Resources Management",
        "Nazarbayev Intellectual Schools JSC",
    ),
    ("Almagul Kanagatova", "First Vice-Rector of AlmaU", "AlmaU"),
    ("Asel Arynkyzy", "AlmaU Vice-Rector for Academic Development", "AlmaU"),
    (
        "Albina Salimbaeva",
        "“Design Thinking Live” Project Manager, expert on strategic development and project management",
        "“Design Thinking Live”",
    ),
    ("Alina Hamadinova", "education expert, coach", None),
    (
        "Kanat Baybolov",
        "Vice-Rector",
        "State University of South Kazakhstan Region named after M. Auezov",
    ),
    (
        "Almira Ibasheva",
        "Dean of the Faculty of Physics and Mathematics",
        "South Kazakhstan State Pedagogical University of Shymkent",
    ),
    ("Aiymgul Tleuzhanova", "Director of AlmaU Center for Innovation Programs", "AlmaU"),
]

PROJECTS = [
    (
        "Corporate Culture Management at secondary school",
        "Yerbol Ismailov",
        "strategic communications expert",
        "the project’s supervisor, strategic communications expert Yerbol Ismailov",
        14,
    ),
    (
        "Implementation and use of project technologies to engage schoolchildren in the process of self-regulation",
        "Albina Salimbaeva",
        "business trainer",
        "project research manager, business trainer Albina Salimbaeva",
        0,
    ),
    (
        "Strategic development of the school",
        "Gulmira Kurganbaeva",
        "educational expert",
        "supervisor, educational expert Gulmira Kurganbaeva",
        0,
    ),
    (
        "Implementation of STEAM technologies in the educational process of schools in Shymkent city",
        "Asel Aryn",
        None,
        "project supervisor Asel Aryn",
        12,
    ),
    (
        "Talent management in the school: a new design for the life of teachers and the school principal",
        "Almagul Kanagatova",
        None,
        "Project supervisor Almagul Kanagatova",
        8,
    ),
    (
        "Budgeting, per capita financing of the school",
        "Saule Bayserkeeva",
        "certified trainer",
        "supervisor certified trainer Saule Bayserkeeva",
        0,
    ),
    (
        "Transformation of the pedagogical design of schools",
        "Aiymgul Tleuzhanova",
        None,
        "supervisor Aiymgul Tleuzhanova",
        10,
    ),
]

# Name and school number of every named member, team by team; None for those of NIS.
MEMBERS = {
    1: [
        ("Balkan Kasimov", None),
        ("Aizhan Abylova", 127),
        ("Kuttykiz Akhmetova", 93),
        ("Valida Musaeva", 14),
        ("Farida Myrkheeva", 6),
        ("Zhanna Kulbekova", 57),
        ("Berikbai Mikheev", 83),
        ("Erkhan Nurseyitov", 66),
        ("Naylya Shirtaeva", 31),
        ("Moldir Sakhova", 60),
        ("Gulmira Oralbekova", 55),
        ("Nurbol Shyrynbekov", 82),
        ("Nagima Daryb Aeva", None),
        ("Agabek Yeshentaev", 51),
    ],
    4: [
        ("Aigul Baibosynova", 10),
        ("Razia Beisebaeva", 128),
        ("Esma Bekzatova", 56),
        ("Zhanna Burkulova", 46),
        ("Saule Dauletchinova", None),
        ("Zhanar Yermekbaeva", 84),
        ("Kanytkul Zhanabaeva", 78),
        ("Shadia Zhienova", 81),
        ("Balzhan Kurtayeva", 103),
        ("Gulkhan Sandybaeva", 64),
        ("Zareta Saparkulova", 30),
        ("Abdikhalik Tazhen", 76),
    ],
    5: [
        ("Zhanar Toylybaeva", 23),
        ("Karlygash Kurmanbekova", 28),
        ("Roza Zhanabaeva", 25),
        ("Aueskhan Maulenov", 98),
        ("Vasila Abylbaeva", 120),
        ("Bakhytzhan Naurizbaev", 99),
        ("Bayan Yesimova", 124),
        ("Raushan Almakhankyzy", 7),
    ],
    7: [
        ("Khulkar Jamalova", 104),
        ("Nadirkhan Imamsidikov", 113),
        ("Zhamila Karataeva", 97),
        ("Akmaral Kosaeva", 100),
        ("Aset Satybaldiev", 125),
        ("Gulzhan Turganbaeva", 122),
        ("Galymzhan Almatov", 129),
        ("Balzhan Duren", 91),
        ("Bogdan Zhumanov", 2),
        ("Saule Isabekova", 116),
    ],
}

RUN_OF_SHOW = [
    ("speech", "Opening speech", "Gulmira Kurganbaeva"),
    ("speech", "Speech", "Irina Smirnova"),
    ("draw", "Determination of the order of speeches by the question-answer method", None),
    ("announcement", "Expert group (12)", None),
    ("defense", 1, None),
    ("speech", "Welcoming speech", "Kairat Nurtay"),
    ("defense", 2, None),
    ("defense", 3, None),
    ("defense", 4, None),
    ("defense", 5, None),
    ("defense", 6, None),
    ("defense", 7, None),
    ("ceremony", "Presentation of diplomas to students", None),
]

# Where a fact stands in the file, and its words.
FACTS = [
    (DEMO.source.title.split(":")[0], DEMO.event.title),
    (
        DEMO.source.address,
        "https://old.almau.edu.kz/en/news/the_first_public_defense_of_the_projects_in-12668",
    ),
    (DEMO.event.slug, "shymkent-2019"),
    (
        DEMO.event.title,
        "The first public defense of the projects in “Management in Education” program",
    ),
    (
        DEMO.event.subtitle,
        "the way to the transformation of secondary education through the example of Shymkent schools",
    ),
    (DEMO.event.starts_on.isoformat(), "2019-11-30"),
    (DEMO.event.ends_on.isoformat(), "2019-11-30"),
    (DEMO.event.city, "Shymkent"),
    (
        DEMO.event.place,
        "Nazarbayev Intellectual School of the chemical and biological direction, Shymkent",
    ),
    (
        DEMO.event.organiser,
        "AlmaU Institute for Educational Development (Almaty Management University)",
    ),
    (DEMO.event.course, "Management in Education"),
    (DEMO.event.trainees_wording, "80 principals of schools of Shymkent city"),
    (DEMO.draw.method, "using the question-answer method, the order of speeches was determined"),
    (DEMO.draw.notes[2], "We note the activity of the audience in the discussion of issues."),
    (PEOPLE["saule-dauletchinova"].position, "chief accountant"),
    (PEOPLE["nagima-daryb-aeva"].position, None),
    (PEOPLE["valida-musaeva"].source_text, "Valida Musaeva - director of the school № 14"),
    (PEOPLE["kuttykiz-akhmetova"].organisation, "school № 93"),
    (PEOPLE["zhanna-burkulova"].school_kind, "school-lyceum"),
    (PEOPLE["agabek-yeshentaev"].school_kind, "secondary school"),
    (
        PEOPLE["yerbol-ismailov"].note,
        "coach of the team building module (spelled Erbol Ismailov in the quiz answer)",
    ),
    (DEMO.run[0].note, "At the beginning of the event"),
    (DEMO.run[4].note, "then answers to questions from experts"),
    (DEMO.run[5].note, "the only welcome speech placed between defenses"),
    (DEMO.run[12].note, "After the defense of the projects was completed"),
    (DEMO.run[5].facts[2], "Shymkent approved as the cultural capital of the CIS"),
]

# Words that must stand somewhere in the file: the rest of what the article says.
SAID = [
    "June (year not stated)",
    "Innovative technologies",
    "transformational program of MBA in education",
    "is the first university in the Republic of Kazakhstan to train specialists",
    "akimat (leadership) of Shymkent",
    "Department of Education of Shymkent",
    "Center for Pedagogical Excellence Nazarbayev Intellectual School",
    "vice-akim of Shymkent",
    "deputy of the Parliament Majilis of the Republic of Kazakhstan (VI convocation)",
    "Member of the Parliament Mazhilis of the Republic of Kazakhstan",
    "presentation of diplomas to students",
    "Shymkent city is becoming a center of science and education",
    "recalled the 2015 Message of Elbasy: 5 reforms",
    "experience of Japan and South Korea",
    "a Law on the status of a teacher is being discussed in the Senate",
    "Abu Nasyr Al Farabi’s anniversary 1150 years; 2200 years since the foundation of the city",
    "the degree of parents’ responsibility for the formation of students’ skills",
    "drafting of a code of ethics",
    "Best Team promotion for reducing or not complaining",
    "students in grades 8-11 of Shymkent secondary schools",
    "stages of implementation of project activities in education",
    "characteristics of the alpha and Z generations",
    "an atlas of future professions",
    "has high IQ & EQ",
    "is stress-resistant",
    "use of chatbots",
    "flipped classroom",
    "The main cases: entrepreneurial and digital (BTS) schools",
    "a SWOT analysis was compiled, which gave a clear picture",
    "case number 23 of the school in Shymkent",
    "Strong personnel are attracted to the experimental site",
    "South Kazakhstan State University named after M. Auezov",
    "a coaching approach to managing school principals",
    "The team’s bright exit ... did not leave anyone indifferent",
    "Most participants remembered the team’s enthusiastic performance",
    "A SWOT analysis was done, where 3200 students took part",
    "Per capita funding (per capita, state and local)",
    "smart plan of the school",
    "the system of electronic management of the school",
    "online learning",
    "Questions from experts are mentioned only for project 1.",
    "Surname is broken by a space in the source",
    'Arynkyzy = \\"daughter of Aryn\\"',
    "4 of 12 experts are from the organiser",
]


def _project(number):
    [project] = [project for project in DEMO.projects if project.number == number]
    return project


def _survey(number):
    return _project(number).survey


@pytest.mark.parametrize("fact", range(len(FACTS)))
def test_a_fact_stands_in_its_place(fact):
    held, stated = FACTS[fact]

    assert held == stated


@pytest.mark.parametrize("words", SAID)
def test_the_words_of_the_source_are_kept(words):
    assert words in DEMO_BYTES.decode()


def test_twelve_experts_sit_in_their_order_under_one_chair():
    seats = [(PEOPLE[seat.person].name, seat.role_text, seat.affiliation) for seat in DEMO.panel]

    assert seats == EXPERTS
    assert [seat.role for seat in DEMO.panel] == ["chair"] + ["member"] * 11


def test_seven_projects_have_their_topics_and_supervisors():
    projects = [
        (
            project.topic,
            PEOPLE[project.supervisor.person].name,
            project.supervisor.title,
            project.supervisor.wording,
            len(project.members),
        )
        for project in DEMO.projects
    ]

    assert projects == PROJECTS
    assert [project.number for project in DEMO.projects] == [1, 2, 3, 4, 5, 6, 7]


def test_44_members_are_named_in_their_order():
    members = {
        project.number: [
            (PEOPLE[member.person].name, PEOPLE[member.person].school_number)
            for member in project.members
        ]
        for project in DEMO.projects
        if project.members
    }

    assert members == MEMBERS
    assert sum(map(len, members.values())) == 44


def test_36_trainees_are_a_visible_gap():
    named = sum(len(project.members) for project in DEMO.projects)

    assert DEMO.event.trainees_stated - named == 36
    assert [p.number for p in DEMO.projects if not p.members_listed] == [2, 3, 6]


def test_42_directors_lead_41_numbered_schools_and_3_members_are_of_nis():
    members = [PEOPLE[m.person] for project in DEMO.projects for m in project.members]

    assert sum(person.position == "director" for person in members) == 42
    assert len({p.school_number for p in members if p.school_number}) == 41
    assert [p.name for p in members if p.school_kind == "NIS"] == [
        "Balkan Kasimov",
        "Nagima Daryb Aeva",
        "Saule Dauletchinova",
    ]
    assert all(person.source_text.startswith(person.name) for person in members)


def test_two_spellings_are_two_people_and_one_spelling_is_one():
    names = [person.name for person in DEMO.people]

    assert {"asel-aryn", "asel-arynkyzy"} <= set(PEOPLE)
    assert len(names) == len(set(names)) == 12 + 3 + 44


def test_surveys_keep_their_bases():
    assert (_survey(1).base, _survey(1).base_over, _survey(1).base_text) == (None, 500, "over 500")
    assert (_survey(2).base, sum(group.count for group in _survey(2).groups)) == (1445, 1445)
    assert [(g.label, g.count) for g in _survey(2).groups] == [
        ("school principals", 10),
        ("students", 669),
        ("teachers", 254),
        ("parents", 512),
    ]
    assert (_survey(4).base, _survey(4).schools) == (91, 18)
    assert _survey(6).base is None
    assert [(g.label, g.count) for g in _survey(6).groups] == [
        ("students", 3200),
        ("parents", 2130),
        ("teachers", 200),
    ]


def test_the_percentage_stands_with_its_base_and_check():
    [finding] = [f for p in DEMO.projects for f in p.findings if f.percent is not None]

    assert (str(finding.percent), finding.base) == ("79.1", 91)
    assert finding.text == "consider it necessary to implement STEAM technology"
    assert finding.check == "72/91 = 79.12 %"


def test_findings_and_recommendations_are_all_there():
    assert [len(project.findings) for project in DEMO.projects] == [7, 3, 15, 3, 5, 4, 3]
    assert [len(project.recommendations) for project in DEMO.projects] == [6, 2, 0, 0, 2, 0, 0]


def test_the_run_of_show_has_its_welcome_after_the_first_defense():
    run = [
        (item.kind, item.project or item.title, item.person and PEOPLE[item.person].name)
        for item in DEMO.run
    ]

    assert run == RUN_OF_SHOW
    assert [len(item.facts) for item in DEMO.run if item.kind == "speech"] == [3, 3, 3]


def test_five_quiz_questions_have_their_answers():
    assert [question.answer for question in DEMO.draw.questions] == [
        "in June",
        "Institute for Educational Development",
        "Innovative technologies",
        "Almagul Kanagatova",
        "Erbol Ismailov",
    ]
    assert DEMO.draw.rule_stated is False


def test_four_delegations_came():
    assert [(delegation.city, delegation.size) for delegation in DEMO.delegations] == [
        ("Aktobe", None),
        ("Kokshetau", None),
        ("Nur-Sultan", None),
        ("Kyzylorda", None),
    ]


def test_22_inconsistencies_8_spelling_variants_and_the_word_on_translation_are_notes():
    labelled = [note.text for note in DEMO.facts.notes if note.label == "Spelled in two ways"]

    assert len(labelled) == 8
    assert len(DEMO.facts.notes) == 22 + 8 + 1
    assert "Asel Arynkyzy; Asel Aryn" in labelled


def test_editors_marks_stand_nowhere():
    assert b"[sic" not in DEMO_BYTES


def test_institutional_ties_are_disclosed():
    ties = [(tie.kind, tie.experts, tie.projects) for tie in DEMO.disclosures]
    every = (1, 2, 3, 4, 5, 6, 7)

    assert ties == [
        ("employer", ("dinara-aitbaeva",), (1, 4)),
        ("partner", ("kanat-baybolov",), (5,)),
        ("partner", ("almira-ibasheva",), (5,)),
        ("superior", ("aigul-tekebaeva",), every),
        ("superior", ("kairat-nurtay",), every),
        (
            "organiser",
            ("gulmira-kurganbaeva", "almagul-kanagatova", "asel-arynkyzy", "aiymgul-tleuzhanova"),
            every,
        ),
    ]


def test_nothing_is_invented():
    assert (DEMO.rubric, DEMO.diploma) == ("default", "default")
    assert all(item.planned_minutes is None for item in DEMO.run)
    assert all(person.patronymic is None and person.printed_names is None for person in DEMO.people)
    assert not {"scores", "winner", "ranking", "results"} & set(DEMO_DOCUMENT)
    assert DEMO.published == ("programme", "teams", "panel")
