#!/usr/bin/env python3
"""Work out a published result anew from the points in its bundle.

    python3 recompute_result.py RESULT.json [RESULT.json …]

RESULT.json is the download "Points and rule as data" of the page of results. Totals, means, expected totals, what parts
equal teams, and places are worked out from the points alone and compared with what the bundle says. Prints
the table, then "the same" or one sentence for each difference, and ends with 1 if there is any, with 2 for what is no bundle.

Needs Python 3.9 and nothing else, and nothing of the program that made the bundle. All figures are fractions. That the points are those
that were sealed is told by the fingerprint alone: hold it against the page of results, and that of the record against the signed protocol.
"""

import hashlib
import json
import sys
from fractions import Fraction
from math import isqrt
from pathlib import Path

FORMAT, VERSION, RULE_VERSION = "qorgau-result", 1, 1
LOWEST, HIGHEST = Fraction(0), Fraction(100)
LEAST_TO_TRIM = 7
MOST_ORDERED = 10
ROOT = 10**30


class NoBundle(Exception):
    """The file holds no bundle that this script can read."""


# Means and orders. `rows` are totals by team and expert.


def mean(values):
    values = list(values)
    return sum(values, Fraction(0)) / len(values) if values else None


def raw_means(rows):
    return {team: mean(row.values()) for team, row in rows.items()}


def trimmed_means(rows):
    kept = {team: sorted(row.values()) for team, row in rows.items()}
    return {
        team: mean(values[1:-1] if len(values) >= LEAST_TO_TRIM else values)
        for team, values in kept.items()
    }


def medians(rows):
    in_order = {team: sorted(row.values()) for team, row in rows.items()}
    return {
        team: mean((values[(len(values) - 1) // 2], values[len(values) // 2])) if values else None
        for team, values in in_order.items()
    }


def columns_of(rows):
    """What each expert gave, by team."""
    columns = {}
    for team, row in rows.items():
        for expert, total in row.items():
            columns.setdefault(expert, {})[team] = total
    return columns


def rescaled(rows, change):
    """Each expert's totals on another scale, without the experts who gave one alone."""
    changed = {team: {} for team in rows}
    for expert, column in columns_of(rows).items():
        if len(column) > 1:
            for team, total in column.items():
                changed[team][expert] = change(total, list(column.values()))
    return changed


def square_root(value):
    """To thirty decimals, downwards."""
    return Fraction(isqrt(value.numerator * value.denominator * ROOT**2), value.denominator * ROOT)


def z_value(total, given):
    middle = mean(given)
    deviation = square_root(sum((each - middle) ** 2 for each in given) / (len(given) - 1))
    return (total - middle) / deviation if deviation else Fraction(0)


def standardised(rows):
    means = raw_means(rescaled(rows, z_value))
    return {team: None if z is None else 50 + 10 * z for team, z in means.items()}


def share_below(total, given):
    """The share of the other teams that the expert placed lower, equal ones halved."""
    below = sum(each < total for each in given)
    equal = sum(each == total for each in given) - 1
    return Fraction(2 * below + equal, 2 * (len(given) - 1))


def borda(rows):
    means = raw_means(rescaled(rows, share_below))
    return {team: None if share is None else 100 * share for team, share in means.items()}


def is_linked(rows):
    """Whether experts in common link all teams that have totals."""
    teams = [team for team, row in rows.items() if row]
    reached, waiting = set(teams[:1]), teams[:1]
    while waiting:
        at = waiting.pop()
        beside = [
            team for team in teams if team not in reached and rows[at].keys() & rows[team].keys()
        ]
        reached.update(beside)
        waiting += beside
    return len(reached) == len(teams)


def solved(lines):
    """The exact solution of linear equations in whole numbers (E. H. Bareiss, 1968), last column right."""
    size, before = len(lines), 1
    for step in range(size):
        for line in lines[step + 1 :]:
            factor, pivot = line[step], lines[step]
            for at in range(step + 1, size + 1):
                line[at] = (line[at] * pivot[step] - factor * pivot[at]) // before
        before = lines[step][step]
    values = [Fraction(0)] * size
    for step in reversed(range(size)):
        line = lines[step]
        known = sum((line[at] * values[at] for at in range(step + 1, size)), Fraction(0))
        values[step] = (line[size] - known) / line[step]
    return values


def levels(rows):
    """How good each team is and how mild each expert, a_i and b_j, by least squares of x_ij = a_i + b_j.

    Solved for whichever are fewer, and the others follow.
    """
    columns = columns_of(rows)
    given = {team: row for team, row in rows.items() if row}
    if len(given) <= len(columns):
        return fitted(given, columns)
    milder, heights = fitted(columns, given)
    return heights, milder


def fitted(rows, columns):
    """The values of the rows, the last of which stands at zero, and those of the columns."""
    names = list(rows)
    lines = []
    for name in names[:-1]:
        line = dict.fromkeys([*names, None], Fraction(0))
        for other, total in rows[name].items():
            column = columns[other]
            line[name] += 1
            line[None] += total - mean(column.values())
            for each in column:
                line[each] -= Fraction(1, len(column))
        lines.append([line[each] for each in [*names[:-1], None]])
    found = [*solved([whole(line) for line in lines]), Fraction(0)]
    values = {name: found[at] for at, name in enumerate(names)}
    others = {
        name: mean(total - values[row] for row, total in column.items())
        for name, column in columns.items()
    }
    return values, others


def whole(line):
    scale = 1
    for value in line:
        scale = (value * scale).denominator * scale
    return [int(value * scale) for value in line]


def expected_totals(rows):
    """What is expected in each empty cell, held on the scale; nothing where no expert links the teams."""
    if not is_linked(rows) or not any(rows.values()):
        return {}
    heights, milder = levels(rows)
    return {
        (team, expert): min(max(height + mild, LOWEST), HIGHEST)
        for team, height in heights.items()
        for expert, mild in milder.items()
        if expert not in rows[team]
    }


def corrected_means(rows):
    filled = {team: list(row.values()) for team, row in rows.items()}
    for (team, _expert), total in expected_totals(rows).items():
        filled[team].append(total)
    return {team: mean(values) for team, values in filled.items()}


def kemeny_places(rows):
    """Places of the order that agrees with most pairs; up to ten teams, above it those of Borda."""
    shares = borda(rows)
    teams = [team for team, share in shares.items() if share is not None]
    if len(teams) > MOST_ORDERED:
        return places(shares)
    found, begun = dict.fromkeys(rows), 0
    for group in groups_of_best(wins_of(rows, teams)):
        found.update((teams[at], begun + 1) for at in group)
        begun += len(group)
    return found


def wins_of(rows, teams):
    """How many experts gave the first team of a pair more than the second."""
    columns = [column for column in columns_of(rows).values() if len(column) > 1]
    return [
        [sum(a in each and b in each and each[a] > each[b] for each in columns) for b in teams]
        for a in teams
    ]


def groups_of_best(wins):
    """Teams that stand before all others in every best order, group by group."""
    size, sets = len(wins), range(1 << len(wins))

    def gain(chosen, at):
        return sum(wins[other][at] for other in range(size) if chosen >> other & 1)

    before, after = [0] * len(sets), [0] * len(sets)
    for chosen in sets[1:]:
        inside = [at for at in range(size) if chosen >> at & 1]
        before[chosen] = max(before[chosen ^ 1 << at] + gain(chosen ^ 1 << at, at) for at in inside)
    for chosen in reversed(sets[:-1]):
        outside = [at for at in range(size) if not chosen >> at & 1]
        after[chosen] = max(after[chosen | 1 << at] + gain(chosen, at) for at in outside)
    by_size = {}
    for chosen in sets:
        if before[chosen] + after[chosen] == before[-1]:
            by_size.setdefault(bin(chosen).count("1"), []).append(chosen)
    ends = [found[0] for _size, found in sorted(by_size.items()) if len(found) == 1]
    members = [ends[at] ^ ends[at - 1] for at in range(1, len(ends))]
    return [[at for at in range(size) if each >> at & 1] for each in members]


VALUES = {
    "corrected_mean": corrected_means,
    "raw_mean": raw_means,
    "trimmed_mean": trimmed_means,
    "median": medians,
    "standardised": standardised,
    "borda": borda,
    "kemeny": dict.fromkeys,
}


def rounded(value):
    """To 0.01, halves away from zero, as it is printed and compared."""
    hundredths = int(abs(value) * 100 + Fraction(1, 2))
    return Fraction(hundredths if value >= 0 else -hundredths, 100)


def places(values):
    """1, 2, 2, 4; whatever prints alike is equal."""
    shown = {team: rounded(value) for team, value in values.items() if value is not None}
    return {
        team: 1 + sum(other > shown[team] for other in shown.values()) if team in shown else None
        for team in values
    }


# What parts teams that the rule leaves equal: the plain mean and the criteria from the heaviest on, both of the
# experts who scored every team of the group; the experts who scored both teams of a pair; a vote. A part of a
# group goes on to the next step; whatever prints alike is equal.


def tried(step, groups, figures=(), criteria=(), worth=HIGHEST, duels=()):
    """What a step found, out of how much, and the groups that it leaves."""
    return {
        "step": step,
        "criteria": list(criteria),
        "worth": worth,
        "figures": dict(figures),
        "duels": list(duels),
        "groups": groups,
    }


def parted(teams, figures):
    """The teams in groups, the highest figure first; all in one where there are none."""
    by_figure = {}
    for team in sorted(figures):
        by_figure.setdefault(rounded(figures[team]), []).append(team)
    return [by_figure[figure] for figure in sorted(by_figure, reverse=True)] or [list(teams)]


def who_scored_all(teams, rows):
    return set.intersection(*(set(rows[team]) for team in teams))


def plain_mean_step(teams, rows, _sheets, _criteria):
    experts = who_scored_all(teams, rows)
    figures = {team: mean(rows[team][each] for each in experts) for team in teams if experts}
    return tried("plain_mean", parted(teams, figures), figures=figures)


def criteria_step(teams, rows, sheets, criteria):
    experts = who_scored_all(teams, rows)
    figures = {
        team: mean(brought(sheets[team, each], criteria) for each in experts)
        for team in teams
        if experts
    }
    worth = sum((Fraction(each["weight"]) for each in criteria), Fraction(0))
    keys = [each["key"] for each in criteria]
    return tried("criteria", parted(teams, figures), figures=figures, criteria=keys, worth=worth)


def head_to_head_step(teams, rows, _sheets, _criteria):
    duels = [duel(one, other, rows) for one in teams for other in teams if one < other]
    beats = {
        (each["teams"][0], each["teams"][1]) for each in duels if each["won"][0] > each["won"][1]
    }
    beats |= {
        (each["teams"][1], each["teams"][0]) for each in duels if each["won"][0] < each["won"][1]
    }
    wins = {team: sum(winner == team for winner, _loser in beats) for team in teams}
    ranked = sorted(teams, key=lambda team: (-wins[team], team))
    groups, begin = [], 0
    for end in range(1, len(ranked) + 1):
        if all((a, b) in beats for a in ranked[:end] for b in ranked[end:]):
            groups.append(sorted(ranked[begin:end]))
            begin = end
    return tried("head_to_head", groups, duels=duels)


def duel(one, other, rows):
    """Of the experts who scored both, how many gave the one more, and how many the other."""
    both = rows[one].keys() & rows[other].keys()
    won = [
        sum(rows[one][expert] > rows[other][expert] for expert in both),
        sum(rows[one][expert] < rows[other][expert] for expert in both),
    ]
    return {"teams": [one, other], "won": won, "both": len(both)}


def steps_of(bundle):
    """The steps in their order, each with its criteria."""
    if bundle["rule"]["method"] != "raw_mean":
        yield plain_mean_step, []
    weights = sorted({Fraction(each["weight"]) for each in bundle["criteria"]}, reverse=True)
    for weight in weights:
        yield criteria_step, [c for c in bundle["criteria"] if Fraction(c["weight"]) == weight]
    yield head_to_head_step, []


def chain_of(teams, bundle, rows):
    sheets = {(each["team"], each["expert"]): each["points"] for each in bundle["sheets"]}
    groups, tried = [(teams, "shared")], []
    for step, criteria in steps_of(bundle):
        parts = []
        for group, decided in groups:
            if len(group) == 1:
                parts.append((group, decided))
                continue
            found = step(group, rows, sheets, criteria)
            tried.append(found)
            parts += [
                (part, found["step"] if len(part) == 1 else decided) for part in found["groups"]
            ]
        groups = parts
    return {"teams": tuple(teams), "steps": tried, "groups": groups}


def voted(group, votes):
    """What a vote on exactly these teams made of them, and others of those that it left together."""
    for vote in votes:
        told = [team for part in vote["groups"] for team in part]
        parts = [part for part in vote["groups"] if part]
        if sorted(vote["teams"]) == sorted(told) == group and len(parts) > 1:
            return [
                found
                for part in parts
                for found in (voted(part, votes) if len(part) > 1 else [(part, vote["by"])])
            ]
    return [(group, "shared")]


def standings(bundle, rows):
    """Place, whether it is shared and what decided it, of each team; and the chains of equal teams."""
    method = bundle["rule"]["method"]
    first = kemeny_places(rows) if method == "kemeny" else places(VALUES[method](rows))
    found = {team: {"place": None, "shared": False, "decided_by": None} for team in rows}
    chains = []
    for place in sorted({each for each in first.values() if each is not None}):
        groups = [(sorted(team for team in rows if first[team] == place), "rule")]
        if len(groups[0][0]) > 1:
            chains.append(chain_of(groups[0][0], bundle, rows))
            groups = [
                part
                for group, decided in chains[-1]["groups"]
                for part in (
                    voted(group, bundle["votes"]) if len(group) > 1 else [(group, decided)]
                )
            ]
        for group, decided in groups:
            for team in group:
                found[team] = {"place": place, "shared": len(group) > 1, "decided_by": decided}
            place += len(group)
    return found, chains


# What the bundle says beside what its points come to.


def read(path):
    """Raises NoBundle."""
    try:
        bundle = json.loads(path.read_text(encoding="utf-8"))
        kind = bundle["format"], bundle["version"]
    except (ValueError, TypeError, LookupError, OSError) as fault:
        raise NoBundle(f"it cannot be read as such: {fault}") from fault
    if kind != (FORMAT, VERSION):
        raise NoBundle(
            f"it is “{kind[0]}”, version {kind[1]}; this script reads version {VERSION}."
        )
    if bundle["rule"]["version"] != RULE_VERSION:
        raise NoBundle(f"its rule has version {bundle['rule']['version']}, not {RULE_VERSION}.")
    return bundle


def fingerprint(bundle):
    """SHA-256 of everything in the bundle but the fingerprint itself."""
    told = {name: value for name, value in bundle.items() if name != "sha256"}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def total_of(points, criteria):
    if points.keys() != {each["key"] for each in criteria}:
        raise NoBundle("a sheet has other points than the criteria ask for.")
    return brought(points, criteria)


def brought(points, criteria):
    """Σ weight · points / maximum."""
    shares = (
        Fraction(each["weight"]) * Fraction(points[each["key"]]) / Fraction(each["maximum"])
        for each in criteria
    )
    return sum(shares, Fraction(0))


def rows_of(bundle):
    """The totals by team and expert, worked out from the points."""
    rows = {each["team"]: {} for each in bundle["teams"]}
    for sheet in bundle["sheets"]:
        row = rows.get(sheet["team"])
        if row is None:
            raise NoBundle(f"a sheet is of team {sheet['team']}, which is not among its teams.")
        if sheet["expert"] in row:
            raise NoBundle(f"expert {sheet['expert']} has two sheets for team {sheet['team']}.")
        row[sheet["expert"]] = total_of(sheet["points"], bundle["criteria"])
    return rows


def exact(text):
    return None if text is None else Fraction(text)


def printed(value):
    """As it is printed; whole beside it where it is no such number."""
    if value is None:
        return "nothing"
    shown = f"{float(rounded(value)):.2f}"
    return shown if rounded(value) == value else f"{shown} ({value})"


def differing(what, said, found):
    if exact(said) != found:
        yield f"{what}: the bundle says {printed(exact(said))}, worked out {printed(found)}."


def check_rule(bundle):
    """What the rule was changed to last, after the first points, is the rule."""
    rule = {name: value for name, value in bundle["rule"].items() if name != "changed"}
    for change in bundle["rule"].get("changed", ())[-1:]:
        if change["after"] != rule:
            yield f"The rule is {rule}; it was changed to {change['after']} last."


def check_sheets(bundle, rows):
    for sheet in bundle["sheets"]:
        what = f"Team {sheet['team']}, expert {sheet['expert']}, total"
        yield from differing(what, sheet["total"], rows[sheet["team"]][sheet["expert"]])
        yield from check_points(bundle, sheet)


def check_points(bundle, sheet):
    for each in bundle["criteria"]:
        points = Fraction(sheet["points"][each["key"]])
        if not 0 <= points <= Fraction(each["maximum"]):
            what = f"Team {sheet['team']}, expert {sheet['expert']}, “{each['key']}”"
            yield f"{what}: {points} points are outside 0 to {each['maximum']}."


def check_expected(bundle, rows):
    found = expected_totals(rows)
    for each in bundle["expected"]:
        what = f"Team {each['team']}, expert {each['expert']}, expected total"
        yield from differing(what, each["total"], found.get((each["team"], each["expert"])))


def check_results(bundle, rows):
    method = bundle["rule"]["method"]
    figures = {
        "value": VALUES[method](rows),
        "raw_mean": raw_means(rows),
        "corrected_mean": corrected_means(rows),
    }
    names = {"value": f"figure of the rule “{method}”", "raw_mean": "plain mean"}
    for each in bundle["results"]:
        for name, values in figures.items():
            what = f"Team {each['team']}, {names.get(name, 'corrected mean')}"
            yield from differing(what, each[name], values[each["team"]])


def check_tie_breaks(bundle, chains):
    told = {tuple(each["teams"]): each["steps"] for each in bundle["tie_breaks"]}
    for teams in sorted(told.keys() ^ {chain["teams"] for chain in chains}):
        yield f"Teams {listed(teams)}: are equal either in the bundle or by their points, and not in both."
    for chain in chains:
        steps = told.get(chain["teams"])
        if steps is not None:
            yield from check_steps(listed(chain["teams"]), steps, chain["steps"])


def check_steps(teams, told, found):
    if [each["step"] for each in told] != [each["step"] for each in found]:
        yield f"Teams {teams}: the bundle has other steps than there are to try."
        return
    for said, step in [(told[at], step) for at, step in enumerate(found)]:
        what = f"Teams {teams}, {step['step'].replace('_', ' ')}"
        figures = {str(team): figure for team, figure in step["figures"].items()}
        for team in sorted(said["figures"].keys() | figures.keys(), key=int):
            figure = figures.get(team)
            yield from differing(f"{what}, team {team}", said["figures"].get(team), figure)
        yield from differing(f"{what}, out of", said["worth"], step["worth"])
        for name in ("criteria", "duels"):
            if said[name] != step[name]:
                yield f"{what}, {name}: the bundle says {said[name]}, worked out {step[name]}."
        if said["groups"] != step["groups"]:
            yield f"{what}: leaves {step['groups']}, and not {said['groups']}."


def check_places(bundle, standing):
    for each in bundle["results"]:
        found = standing[each["team"]]
        for name in ("place", "shared", "decided_by"):
            if each[name] != found[name]:
                what = f"Team {each['team']}, {name.replace('_', ' ')}"
                yield f"{what}: the bundle says {each[name]}, worked out {found[name]}."


def listed(teams):
    return ", ".join(map(str, teams))


def check(bundle):
    """The final places, and one sentence for each difference."""
    rows = rows_of(bundle)
    if sorted(rows) != sorted(each["team"] for each in bundle["results"]):
        raise NoBundle("its results are not of its teams.")
    standing, chains = standings(bundle, rows)
    differences = [
        *check_rule(bundle),
        *check_sheets(bundle, rows),
        *check_expected(bundle, rows),
        *check_results(bundle, rows),
        *check_tie_breaks(bundle, chains),
        *check_places(bundle, standing),
    ]
    if fingerprint(bundle) != bundle["sha256"]:
        differences.append("The fingerprint is not that of what the bundle holds: it was altered.")
    return standing, differences


def table_of(bundle, standing):
    """The teams by their places, with what the points come to."""
    rows = rows_of(bundle)
    figures = VALUES[bundle["rule"]["method"]](rows)
    means = raw_means(rows)
    yield f"{'place':>6} {'team':>5} {'figure':>8} {'plain':>8} {'sheets':>7}  decided by"
    for team in sorted(standing, key=lambda each: (standing[each]["place"] or len(rows) + 1, each)):
        place = f"{standing[team]['place'] or '-'}{'=' if standing[team]['shared'] else ''}"
        shown = [
            "-" if value is None else f"{float(rounded(value)):.2f}"
            for value in (figures[team], means[team])
        ]
        decided = (standing[team]["decided_by"] or "-").replace("_", " ")
        yield f"{place:>6} {team:>5} {shown[0]:>8} {shown[1]:>8} {len(rows[team]):>7}  {decided}"


def rule_told(rule):
    told = f"{rule['method']}, version {rule['version']}, at least {rule['least_sheets']} sheets"
    return f"{told}, equal teams by a vote of the panel" if rule.get("ties_by") == "panel" else told


def changes_of(bundle):
    """By owner and chair, as the record tells."""
    for change in bundle["rule"].get("changed", ()):
        before, after = (rule_told(change[side]) for side in ("before", "after"))
        yield f"The rule was changed after the first points: {before}; from {change['at']} on {after}."


def report(path):
    """Prints what there is to say of one file; 0, 1 or 2."""
    try:
        bundle = read(path)
        standing, differences = check(bundle)
        lines = [*table_of(bundle, standing), *changes_of(bundle), *differences]
    except NoBundle as fault:
        return say(path, [f"This is no result as data: {fault}"], 2)
    except (LookupError, TypeError, ValueError, ZeroDivisionError, AttributeError) as fault:
        return say(path, [f"This is no whole result as data: {fault!r}"], 2)
    lines.append(f"Fingerprint: {fingerprint(bundle)}; of the sealed record: {bundle['record']}.")
    lines.append(f"{len(differences)} differences." if differences else "The same.")
    return say(path, lines, 1 if differences else 0)


def say(path, lines, status):
    sys.stdout.write("\n".join([f"{path.name}:", *lines]) + "\n")
    return status


def main(arguments):
    if not arguments:
        sys.stdout.write(__doc__)
        return 2
    return max(report(Path(argument)) for argument in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
