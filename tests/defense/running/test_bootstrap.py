"""Bootstrap cut to the part that is used: rules, variables, layer, licence."""

from importlib.resources import files

from defense.running.bootstrap import CLASSES, build_bootstrap, cut

SHEET = """@charset "UTF-8";
/*! Bootstrap, MIT */
:root, [data-bs-theme=light] { --bs-blue: #00f; --bs-line: var(--bs-blue); --bs-unused: 1px; }
[data-bs-theme=dark] { --bs-blue: #99f; }
body { margin: 0; }
.btn { color: red; }
.form-control, .form-select:focus { border: 1px solid var(--bs-line); }
.input-group .form-control { color: red; }
@media (min-width: 1px) { .form-control { width: 1px; } .col { width: 2px; } }
@media print { .col { width: 3px; } }
"""


def words(sheet: str) -> str:
    return " ".join(sheet.split())


def test_only_rules_of_the_wanted_classes_stay():
    assert words(cut(SHEET, {"form-control"})) == words(
        """/*! Bootstrap, MIT */
        @layer vendor {
        :root { --bs-blue: #00f; --bs-line: var(--bs-blue); }
        .form-control { border: 1px solid var(--bs-line); }
        @media (min-width: 1px) { .form-control { width: 1px; } }
        }"""
    )


def test_the_built_sheet_is_small_and_has_every_class(tmp_path):
    file = build_bootstrap(tmp_path / "vendor")
    sheet = file.read_text(encoding="utf-8")
    whole = (files("bootstrap") / "static/bootstrap/css/bootstrap.css").read_text(encoding="utf-8")

    assert {name for name in CLASSES if f".{name}" not in sheet} == set()
    assert len(sheet) < 10_000 < len(whole) / 20
    assert "MIT" in sheet.partition("@layer vendor {")[0]


def test_it_is_written_once(tmp_path):
    file = build_bootstrap(tmp_path)
    written = file.stat().st_mtime_ns

    assert build_bootstrap(tmp_path).stat().st_mtime_ns == written
    file.write_text("half")
    assert build_bootstrap(tmp_path).stat().st_size > 4_000
