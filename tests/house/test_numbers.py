"""The limits of the house are kept, and what counts them finds whatever breaks them."""

from tests.house import numbers
from tests.house.numbers import ROOMS, limits


def test_every_limit_is_kept():
    assert {each.name: each.broken_by for each in limits() if not each.is_kept} == {}


def test_the_report_names_every_room():
    lines = list(numbers.report())

    assert [line.split()[0] for line in lines[1 : len(ROOMS) + 1]] == list(ROOMS)


def test_an_import_that_goes_up_is_found():
    graph = {
        "events.models": frozenset({"events.rules", "experts.models"}),
        "experts.models": frozenset({"events.models"}),
    }

    assert list(numbers.upward(graph)) == ["events.models -> experts.models"]


def test_a_circle_is_found():
    graph = {"events.a": frozenset({"events.b"}), "events.b": frozenset({"events.a"})}

    assert set(numbers.circle(graph)) == {"events.a", "events.b"}
    assert numbers.circle({"events.a": frozenset({"events.b"})}) == []


def test_imports_for_type_checking_and_inside_functions_are_counted(tmp_path, monkeypatch):
    attic = tmp_path / "attic"
    attic.mkdir()
    (attic / "__init__.py").touch()
    (attic / "a.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from attic import b\n"
    )
    (attic / "b.py").write_text("def late():\n    from attic import a\n")
    monkeypatch.syspath_prepend(tmp_path)

    graph = numbers.imports(("attic",))

    assert set(numbers.circle(graph)) == {"attic.a", "attic.b"}


def test_a_module_that_no_layer_names_is_found():
    graph = dict.fromkeys(("events", "events.models.event", "events.attic"), frozenset())
    contract = {"containers": ["events"], "layers": ["(urls)", "models | (admin)"]}

    assert numbers.without_a_place(graph, [contract]) == ["events.attic"]


def test_long_files_and_long_lines_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(numbers, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text("ә" * 160 + "\n" + "ә" * 161 + "\n")

    assert list(numbers.long_lines([page])) == ["page.html:2 161"]
    assert list(numbers.over(1, [page])) == ["page.html 2"]
    assert list(numbers.over(2, [page])) == []
