"""Static files as they are served: hashed, and modules that import each other by their hashed names."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from defense.running.fonts import build_fonts

IMPORT = re.compile(r"""(?:from|import)\s*["']([^"']+\.js)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "defense.running.storage.HashedStatics"},
}


def collected(folder: Path, *, extra: Path | None = None) -> list[Path]:
    """Our own modules under their hashed names, after collecting as production does."""
    sources = [settings.BASE_DIR / "static", *([extra] if extra else [])]
    with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES, STATICFILES_DIRS=sources):
        call_command("collectstatic", interactive=False, verbosity=0)
    return [path for path in (folder / "js").rglob("*.js") if HASHED.search(path.name)]


def unhashed_imports(modules: list[Path]) -> list[str]:
    return [
        f"{module.name}: {name}"
        for module in modules
        for name in IMPORT.findall(module.read_text(encoding="utf-8"))
        if not HASHED.search(name) or not (module.parent / name).resolve().exists()
    ]


@pytest.fixture
def with_fonts(tmp_path: Path) -> Path:
    """A further folder of static files with the fonts that the style sheets name."""
    folder = tmp_path / "more"
    build_fonts(folder / "fonts")
    return folder


def test_every_module_imports_by_hashed_names_and_one_that_does_not_is_seen(tmp_path, with_fonts):
    careless = with_fonts / "js" / "pages" / "careless.js"
    careless.parent.mkdir(parents=True)
    careless.write_text(
        'import { hook } from "../lib/dom.js"\nhook("x")\n'
    )  # without its semicolon

    modules = collected(tmp_path / "static", extra=with_fonts)

    assert {"score_sheet", "http", "pass_open"} <= {path.name.split(".")[0] for path in modules}
    assert [line.partition(".")[0] for line in unhashed_imports(modules)] == ["careless"]
