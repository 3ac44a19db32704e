/*
 * What the points of a result bundle come to, beside what the bundle says: as docs/recompute_result.py, exact.
 * A difference is {what, team, expert, said, found}; of equal teams `team` names them all.
 */
import { Fraction, ZERO, isSame, mean, sum } from "./fractions.js";
import { correctedMeans, expectedTotals, METHODS, placesBy, rawMeans } from "./methods.js";

const [FORMAT, VERSION, RULE_VERSION] = ["qorgau-result", 1, 1];
export const PARTS = [ofRule, ofTotals, ofPoints, ofExpected, ofFigures, ofStandings];
const WHOLE = { criteria: [], worth: "100", figures: {}, duels: [] };

/** Whether this program knows the format, the version of the methods, and the method. */
export function isKnown({ format, version, rule }) {
  return format === FORMAT && version === VERSION && rule.version === RULE_VERSION && rule.method in METHODS;
}

/** `tell` hears before each part of the work how many are done. */
export function differences(bundle, tell = () => {}) {
  if (!isOfTheTeams(bundle)) {
    return [{ what: "teams" }];
  }
  const rows = rowsOf(bundle);
  return PARTS.flatMap((part, done) => {
    tell(done);
    return [...part(bundle, rows)];
  });
}

function isOfTheTeams({ teams, results, sheets }) {
  const [those, these] = [teams, results].map((lines) => lines.map(({ team }) => team).sort());
  return String(those) === String(these) && sheets.every(({ team }) => those.includes(team));
}

function rowsOf({ teams, sheets, criteria }) {
  const rows = new Map(teams.map(({ team }) => [team, new Map()]));
  for (const { team, expert, points } of sheets) {
    rows.get(team).set(expert, brought(points, criteria));
  }
  return rows;
}

/** What the points bring to the total: Σ weight · points / maximum. */
function brought(points, criteria) {
  return sum(
    criteria.map(({ key, weight, maximum }) =>
      Fraction.of(weight).times(Fraction.of(points[key])).over(Fraction.of(maximum)),
    ),
  );
}

/** What the rule was changed to last, after the first points, is the rule. */
function* ofRule({ rule: { changed = [], ...rule } }) {
  const last = changed.at(-1);
  if (last && plainRule(last.after) !== plainRule(rule)) {
    yield { what: "rule" };
  }
}

function plainRule(rule) {
  return JSON.stringify(Object.entries(rule).sort());
}

function* ofTotals({ sheets }, rows) {
  for (const { team, expert, total } of sheets) {
    yield* differing({ what: "total", team, expert }, total, rows.get(team).get(expert));
  }
}

function* ofPoints({ sheets, criteria }) {
  for (const { team, expert, points } of sheets) {
    for (const { key: criterion, maximum } of criteria) {
      const given = Fraction.of(points[criterion]);
      if (given.compare(ZERO) < 0 || given.compare(Fraction.of(maximum)) > 0) {
        yield { what: "points", team, expert, criterion, said: points[criterion], found: maximum };
      }
    }
  }
}

function* ofExpected({ expected }, rows) {
  const found = new Map(expectedTotals(rows).map(({ team, expert, total }) => [`${team} ${expert}`, total]));
  for (const { team, expert, total } of expected) {
    yield* differing({ what: "expected", team, expert }, total, found.get(`${team} ${expert}`) ?? null);
  }
}

function* ofFigures({ results, rule }, rows) {
  const figures = {
    value: METHODS[rule.method](rows),
    raw_mean: rawMeans(rows),
    corrected_mean: correctedMeans(rows),
  };
  for (const result of results) {
    for (const [what, values] of Object.entries(figures)) {
      yield* differing({ what, team: result.team }, result[what], values.get(result.team));
    }
  }
}

function* differing(where, said, found) {
  if (!isSame(said === null ? null : Fraction.of(said), found)) {
    yield { ...where, said, found: found === null ? null : String(found) };
  }
}

function* ofStandings(bundle, rows) {
  const { standing, chains } = standings(bundle, rows);
  yield* ofTies(bundle, chains);
  yield* ofPlaces(bundle, standing);
}

function* ofTies({ tie_breaks: told }, chains) {
  const said = new Map(told.map(({ teams, steps }) => [teams.join(", "), JSON.stringify(steps.map(plain))]));
  const found = new Map(chains.map(({ teams, steps }) => [teams.join(", "), JSON.stringify(steps.map(plain))]));
  for (const team of new Set([...said.keys(), ...found.keys()])) {
    if (said.get(team) !== found.get(team)) {
      yield { what: "tie", team, said: said.get(team) ?? null, found: found.get(team) ?? null };
    }
  }
}

/** A step in one order of its parts, whoever wrote it. */
function plain({ step, criteria, worth, figures, duels, groups }) {
  const inOrder = Object.entries(figures).sort(([one], [other]) => one - other);
  const shown = inOrder.map(([team, figure]) => [team, String(figure)]);
  return [step, criteria, String(worth), shown, duels.map(({ teams, won, both }) => [teams, won, both]), groups];
}

function* ofPlaces({ results }, standing) {
  for (const { team, place, shared, decided_by: decidedBy } of results) {
    const found = standing.get(team);
    if (place !== found.place || shared !== found.shared || decidedBy !== found.decidedBy) {
      yield { what: "place", team, said: place, found: found.place };
    }
  }
}

function standings(bundle, rows) {
  const first = placesBy(bundle.rule.method, rows);
  const standing = new Map([...rows.keys()].map((team) => [team, { place: null, shared: false, decidedBy: null }]));
  const chains = [];
  for (const start of new Set([...first.values()].filter((place) => place !== null))) {
    const tied = [...rows.keys()].filter((team) => first.get(team) === start).sort((one, other) => one - other);
    let groups = [[tied, "rule"]];
    if (tied.length > 1) {
      const chain = chainOf(tied, bundle, rows);
      chains.push(chain);
      groups = chain.groups.flatMap((part) => (part[0].length > 1 ? voted(part, bundle.votes) : [part]));
    }
    place(groups, start, standing);
  }
  return { standing, chains };
}

function place(groups, start, standing) {
  let at = start;
  for (const [group, decidedBy] of groups) {
    group.forEach((team) => standing.set(team, { place: at, shared: group.length > 1, decidedBy }));
    at += group.length;
  }
}

/** What a vote on exactly these teams made of them, and others of those that it left together. */
function voted([group, decidedBy], votes) {
  const inOrder = (teams) => String([...teams].sort((one, other) => one - other));
  const vote = votes.find(({ teams, groups }) => [teams, groups.flat()].every((each) => inOrder(each) === inOrder(group)));
  const parts = (vote?.groups ?? []).filter((part) => part.length);
  if (parts.length < 2) {
    return [[group, decidedBy]];
  }
  return parts.flatMap((part) => (part.length > 1 ? voted([part, decidedBy], votes) : [[part, vote.by]]));
}

function chainOf(teams, bundle, rows) {
  const steps = [];
  let groups = [[teams, "shared"]];
  for (const step of stepsOf(bundle, rows)) {
    groups = groups.flatMap(([group, decidedBy]) => {
      if (group.length === 1) {
        return [[group, decidedBy]];
      }
      const found = step(group);
      steps.push(found);
      return found.groups.map((part) => [part, part.length === 1 ? found.step : decidedBy]);
    });
  }
  return { teams, steps, groups };
}

function* stepsOf({ rule, criteria, sheets }, rows) {
  const pointsOf = new Map(sheets.map(({ team, expert, points }) => [`${team} ${expert}`, points]));
  if (rule.method !== "raw_mean") {
    yield (teams) => byFigure("plain_mean", teams, rows, (team, expert) => rows.get(team).get(expert));
  }
  const weights = [...new Map(criteria.map(({ weight }) => [String(Fraction.of(weight)), Fraction.of(weight)])).values()];
  for (const weight of weights.sort((one, other) => other.compare(one))) {
    const same = criteria.filter((each) => Fraction.of(each.weight).equals(weight));
    const given = (team, expert) => brought(pointsOf.get(`${team} ${expert}`), same);
    const worth = { criteria: same.map(({ key }) => key), worth: sum(same.map(() => weight)) };
    yield (teams) => ({ ...byFigure("criteria", teams, rows, given), ...worth });
  }
  yield (teams) => headToHead(teams, rows);
}

/** In groups by what prints alike, the highest first, of the experts who scored all the teams; together without any. */
function byFigure(step, teams, rows, figureOf) {
  const experts = [...rows.get(teams[0]).keys()].filter((expert) => teams.every((team) => rows.get(team).has(expert)));
  if (!experts.length) {
    return { ...WHOLE, step, groups: [teams] };
  }
  const meanOf = (team) => mean(experts.map((expert) => figureOf(team, expert)));
  const figures = Object.fromEntries(teams.map((team) => [team, meanOf(team)]));
  const shown = (team) => figures[team].hundredths;
  const heights = [...new Set(teams.map(shown))].sort((one, other) => (one < other ? 1 : -1));
  return { ...WHOLE, step, figures, groups: heights.map((each) => teams.filter((team) => shown(team) === each)) };
}

function headToHead(teams, rows) {
  const duels = teams.flatMap((one, at) => teams.slice(at + 1).map((other) => duel(one, other, rows)));
  const won = duels.filter((each) => each.won[0] !== each.won[1]);
  const beats = new Set(won.map((each) => String(each.won[0] > each.won[1] ? each.teams : [...each.teams].reverse())));
  const wins = (team) => teams.filter((other) => beats.has(`${team},${other}`)).length;
  const ranked = [...teams].sort((one, other) => wins(other) - wins(one) || one - other);
  const groups = [];
  let begin = 0;
  for (let end = 1; end <= ranked.length; end += 1) {
    const others = ranked.slice(end);
    if (ranked.slice(0, end).every((team) => others.every((other) => beats.has(`${team},${other}`)))) {
      groups.push(ranked.slice(begin, end).sort((one, other) => one - other));
      begin = end;
    }
  }
  return { ...WHOLE, step: "head_to_head", duels, groups };
}

function duel(one, other, rows) {
  const pairs = [...rows.get(one)].filter(([expert]) => rows.get(other).has(expert));
  const compared = pairs.map(([expert, total]) => total.compare(rows.get(other).get(expert)));
  const won = [compared.filter((each) => each > 0).length, compared.filter((each) => each < 0).length];
  return { teams: [one, other], won, both: pairs.length };
}
