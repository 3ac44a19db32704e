"""Scores are rounded in one place, by whole numbers in `experts/scoring.py`, and no page rounds for itself."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROUNDS = re.compile(
    r"\bquantize\(|\bround\(|\bfloor\(|\bceil\(|\btrunc\(|floatformat|intcomma|:\.\d+[f%g]"
    r"|\btoFixed\(|\btoPrecision\(|Math\.(?:round|floor|ceil|trunc)|ROUND_|stringformat|FractionDigits"
)
# What is rounded besides, and is no score.
ELSEWHERE = {
    "defense/rehearsal/players.py": "the clock of a played tablet",
    "defense/rehearsal/points.py": "which points a played expert gives",
    "defense/running/broker.py": "the name of a message",
    "defense/running/fair_line.py": "whole seconds to wait",
    "defense/workspace/settings_board.py": "places in the bar of weights",
    "experts/dot_strip.py": "places in a picture",
    "experts/firmness.py": "means of drawn panels, compared as places are and never shown",
    "experts/team_page.py": "places in a picture",
    "static/js/pages/weights.js": "places in the bar of weights, and their sum in hundredths",
    "static/js/pages/points_field.js": "steps of a scale, in hundredths of a point",
    "static/js/tablet/qr.js": "lengths and places of a code",
    "static/js/tablet/taps.js": "whole seconds since a tap",
    "static/js/pages/sheet_sums.js": "a total not saved yet, half up as the server",
    "templates/defense/public/_about_project.html": "counts of people",
    "templates/projects/_finding.html": "counts of people",
    "templates/projects/_survey.html": "counts of people",
}


def sources() -> list[Path]:
    apps = ("experts", "defense", "templates", "static/js")  # the rooms that see points
    found = [path for app in apps for path in (ROOT / app).rglob("*")]
    return [path for path in found if path.suffix in (".py", ".html", ".js", ".txt")]


def test_scores_are_rounded_in_one_place():
    rounding = {
        str(path.relative_to(ROOT)) for path in sources() if ROUNDS.search(path.read_text("utf-8"))
    }

    assert rounding == set(ELSEWHERE)
