import pytest

from experts.corrections import is_spelling_of


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Асель Серикбаева", "Асель Серкбаева"),
        ("Асель Маратовна Серикбаева", "Серикбаева Асель"),
        ("Асель Серикбаева", "А. Серикбаева"),
        ("Aigul Serikbaeva", "Айгуль Серикбаева"),
        ("Айгүл Мырзахметова", "Айгул Мырзахмет"),
        ("Ермек", "Ермик"),
        ("Сейд-Али Ким", "Сейдали Ким"),
    ],
)
def test_a_letter_put_right_is_the_same_name(name, known):
    assert is_spelling_of(name, known)
    assert is_spelling_of(known, name)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Анна Ким", "Инна Ким"),
        ("Айгүл Ким", "Айгерім Ким"),
        ("Анна Ким", "Анна Ли"),
        ("Асель Оспанова", "Асель Серикбаева"),
        ("Ким", "Ли"),
        ("А. Б.", "Анна Борисова"),
        ("", "Анна"),
        ("Somebody Else", "Asel Kim"),
    ],
)
def test_another_name_is_another_name(name, known):
    assert not is_spelling_of(name, known)
    assert not is_spelling_of(known, name)
