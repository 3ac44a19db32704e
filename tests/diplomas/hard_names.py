"""Two hundred names that are hard to set: Kazakh letters, marks within words, and lengths up to the column's."""

import random
from collections.abc import Iterator

KAZAKH = "ӘҒҚҢӨҰҮҺІ"
WORDS = (
    *("Әлия", "Ғалымжан", "Қарлығаш", "Ңұрсұлтан", "Өмірзақ", "Ұлпан", "Үсенбай", "Һәкім", "Ілияс"),
    *("Сәуле", "Бағдат", "Тұрсынқұл", "Күлтөлеу", "Шәмшіябану", "Жәңгірхан", "Нұрғазықызы"),
)
ONE_BY_ONE = (
    *(letter + letter.lower() * 2 + "а" for letter in KAZAKH),
    *(f"{letter * 3} {letter.lower() * 4}" for letter in KAZAKH),
    "Əliya Ərəbqızı",
    "Məmmədov Əli oğlu",
    "Жан-Мишель Қасымов-Ұлы",
    "Салтыков-Щедрин-Өтегенов Іңкәр",
    "О'Коннор Шон",
    "D’Artagnan de Batz-Castelmore",
    "Nguyễn Thị Minh Khai".replace("ễ", "e").replace("ị", "i"),
    "Zoë Brontë-Håkansson",
    "Łukasz Żółkiewski",
    "Ким",
    "Ли О",
    "Аль-Фараби Әбу Насыр",
    "ұ",
    "Ііі Ііі",
    "Ы" * 45,
    "Ә" * 30 + " " + "ө" * 30,
    "Щ" * 20 + " " + "Щ" * 20,
    "Достоевскийдостоевскийдостоевскийдостоевск-ой",
)


def hard_names(count: int = 200) -> list[str]:
    """Each once, always the same: those that are hard by themselves, then longer and longer ones."""
    found = dict.fromkeys(ONE_BY_ONE)
    for name in _long_ones(random.Random(7)):
        found[name] = None
        if len(found) == count:
            return list(found)
    raise AssertionError


def _long_ones(chance: random.Random) -> Iterator[str]:
    while True:
        wanted = chance.randint(20, 119)
        words = [chance.choice(WORDS)]
        while len(" ".join(words)) < wanted:
            words.append(
                chance.choice(WORDS) + chance.choice(["", "", "-" + chance.choice(WORDS), "ұлы"])
            )
        yield " ".join(words)[:wanted].strip(" -")
