"""The product's default rubric, used until an event brings its own.

Every criterion is scored from 1 to 10 by whole points; 2, 5, 8 and 10 are described, and what lies
between them is the expert's to judge. The Kazakh texts await an editor (docs/event-file.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# One expert's word is no panel's judgement; a panel of one has only that.
LEAST_SHEETS: Final = 2
LOWEST_POINTS: Final = Decimal(1)
HIGHEST_POINTS: Final = Decimal(10)
STEP: Final = Decimal(1)

Texts = Mapping[str, str]


@dataclass(frozen=True)
class DefaultCriterion:
    """A criterion's key, its name per language, its weight, and what some points stand for."""

    key: str
    name: Texts
    weight: Decimal
    levels: Mapping[str, Texts]


RELEVANCE: Final = DefaultCriterion(
    "relevance",
    {"en": "Relevance", "kk": "Өзектілік", "ru": "Актуальность"},
    Decimal(15),
    {
        "2": {
            "en": "The problem is only named; why it matters now, and to whom, stays unclear.",
            "kk": "Мәселе тек аталған; оның қазір неліктен және кім үшін маңызды екені түсініксіз.",
            "ru": "Проблема только названа; неясно, почему и для кого она важна сейчас.",
        },
        "5": {
            "en": "The problem is real and stated clearly, but argued in general words.",
            "kk": "Мәселе шынайы әрі анық қойылған, бірақ жалпы сөздермен негізделген.",
            "ru": "Проблема реальна и ясно поставлена, но обоснована общими словами.",
        },
        "8": {
            "en": "The need is shown with facts about particular schools, people or figures.",
            "kk": "Қажеттілік нақты мектептер, адамдар немесе сандар туралы деректермен көрсетілген.",
            "ru": "Потребность показана на фактах: конкретные школы, люди, цифры.",
        },
        "10": {
            "en": "The need is proven and urgent, and the project answers exactly that need.",
            "kk": "Қажеттілік дәлелденген әрі кезек күттірмейді, жоба дәл соған жауап береді.",
            "ru": "Потребность доказана и не терпит отлагательства, проект отвечает именно на неё.",
        },
    },
)
RESEARCH: Final = DefaultCriterion(
    "research-quality",
    {"en": "Research quality", "kk": "Зерттеу сапасы", "ru": "Качество исследования"},
    Decimal(25),
    {
        "2": {
            "en": "Opinions without data; it is not said who was asked or what was studied.",
            "kk": "Деректерсіз пікірлер; кімнен сұралғаны, не зерттелгені айтылмаған.",
            "ru": "Мнения без данных; не сказано, кого спрашивали и что изучали.",
        },
        "5": {
            "en": "Data were gathered, but the method or the number of people asked leaves doubts.",
            "kk": "Деректер жиналған, бірақ әдісі немесе сұралғандар саны күмән тудырады.",
            "ru": "Данные собраны, но метод или число опрошенных вызывают сомнения.",
        },
        "8": {
            "en": "The method fits the question, its base is stated, and conclusions follow from it.",
            "kk": "Әдіс сұраққа сай, базасы көрсетілген, қорытындылар содан шығады.",
            "ru": "Метод подходит к вопросу, база указана, выводы из неё следуют.",
        },
        "10": {
            "en": "Several sources agree, limits are named, and others could repeat the study.",
            "kk": "Бірнеше дереккөз сәйкес келеді, шектеулері аталған, зерттеуді қайталауға болады.",
            "ru": "Несколько источников сходятся, ограничения названы, исследование можно повторить.",
        },
    },
)
PRACTICE: Final = DefaultCriterion(
    "practical-value",
    {"en": "Practical value", "kk": "Практикалық маңызы", "ru": "Практическая значимость"},
    Decimal(25),
    {
        "2": {
            "en": "It is not clear what anybody would do differently after this project.",
            "kk": "Осы жобадан кейін кімнің нені басқаша істейтіні түсініксіз.",
            "ru": "Непонятно, что кто-либо сделает иначе после этого проекта.",
        },
        "5": {
            "en": "The steps are useful, but who takes them, when and with what means is open.",
            "kk": "Қадамдар пайдалы, бірақ оларды кім, қашан және қандай қаражатпен жасайтыны ашық.",
            "ru": "Шаги полезны, но кто, когда и на какие средства их сделает, не сказано.",
        },
        "8": {
            "en": "A plan with people, time and means that a school could begin with.",
            "kk": "Адамдары, уақыты және қаражаты көрсетілген, мектеп бастай алатын жоспар.",
            "ru": "План, где названы исполнители, сроки и средства: школа может за него взяться.",
        },
        "10": {
            "en": "Tried in practice with a measured effect, and ready for other schools to take over.",
            "kk": "Іс жүзінде сыналған, әсері өлшенген, басқа мектептерге енгізуге дайын.",
            "ru": "Опробовано на деле с измеренным эффектом и готово к переносу в другие школы.",
        },
    },
)
PRESENTATION: Final = DefaultCriterion(
    "presentation",
    {"en": "Presentation", "kk": "Таныстыру", "ru": "Презентация"},
    Decimal(15),
    {
        "2": {
            "en": "The thread is lost; it was read out, or the time ran out before the main point.",
            "kk": "Ой желісі үзілген; мәтін оқып берілген немесе негізгі ойға уақыт жетпеген.",
            "ru": "Нить потеряна; текст зачитан, или время вышло раньше главной мысли.",
        },
        "5": {
            "en": "The order is clear, but slides and speech do not help each other everywhere.",
            "kk": "Реті түсінікті, бірақ слайдтар мен сөз барлық жерде бірін-бірі толықтырмайды.",
            "ru": "Порядок ясен, но слайды и речь не везде помогают друг другу.",
        },
        "8": {
            "en": "Clear, well illustrated and within the time; the hall follows.",
            "kk": "Анық, көрнекі әрі уақытында; зал ой желісін қадағалайды.",
            "ru": "Ясно, наглядно и в пределах времени; зал следит за мыслью.",
        },
        "10": {
            "en": "Everybody in the hall could retell the main idea, and remembers it.",
            "kk": "Залдағы кез келген адам негізгі ойды айтып бере алады және есте сақтайды.",
            "ru": "Каждый в зале мог бы пересказать главную мысль и запомнит её.",
        },
    },
)
ANSWERS: Final = DefaultCriterion(
    "answers",
    {"en": "Answers to questions", "kk": "Сұрақтарға жауаптар", "ru": "Ответы на вопросы"},
    Decimal(10),
    {
        "2": {
            "en": "Questions are avoided or left without an answer.",
            "kk": "Сұрақтардан жалтарған немесе жауапсыз қалдырған.",
            "ru": "Вопросы обойдены или остались без ответа.",
        },
        "5": {
            "en": "The answers are to the point, but shallow or not supported.",
            "kk": "Жауаптар орынды, бірақ үстірт немесе негізделмеген.",
            "ru": "Ответы по существу, но поверхностны или не подкреплены.",
        },
        "8": {
            "en": "Precise answers that lean on the team's own data.",
            "kk": "Команданың өз деректеріне сүйенген нақты жауаптар.",
            "ru": "Точные ответы с опорой на собственные данные.",
        },
        "10": {
            "en": "The answers deepen the work, and what is not known is named honestly.",
            "kk": "Жауаптар жұмысты тереңдетеді, белгісіз нәрсе ашық айтылады.",
            "ru": "Ответы углубляют работу, а неизвестное названо честно.",
        },
    },
)
TEAMWORK: Final = DefaultCriterion(
    "teamwork",
    {"en": "Teamwork", "kk": "Командалық жұмыс", "ru": "Командная работа"},
    Decimal(10),
    {
        "2": {
            "en": "One person did it; what the others contributed cannot be seen.",
            "kk": "Бәрін бір адам атқарған; басқалардың үлесі көрінбейді.",
            "ru": "Всё сделал один человек; вклад остальных не виден.",
        },
        "5": {
            "en": "The parts are divided, but do not quite make one whole.",
            "kk": "Рөлдер бөлінген, бірақ бөліктер тұтас жұмысқа толық айналмаған.",
            "ru": "Части распределены, но ещё не складываются в целое.",
        },
        "8": {
            "en": "Several members speak and answer, each at home in a part of the work.",
            "kk": "Бірнеше мүше сөйлеп, жауап береді, әрқайсысы өз бөлігін жақсы біледі.",
            "ru": "Выступают и отвечают несколько участников, каждый владеет своей частью.",
        },
        "10": {
            "en": "The team carries the whole together: anyone can answer for any part.",
            "kk": "Команда жұмысты бірге алып жүреді: кез келгені кез келген бөлігіне жауап бере алады.",
            "ru": "Команда вместе держит целое: любой отвечает за любую часть.",
        },
    },
)

DEFAULT_CRITERIA: Final = (RELEVANCE, RESEARCH, PRACTICE, PRESENTATION, ANSWERS, TEAMWORK)
