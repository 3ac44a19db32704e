/*
 * From totals to figures and places, as experts/scoring.py and experts/methods.py do it, exact.
 * `rows` is a Map of the teams, each with a Map of the totals by expert.
 */
import { commonMultiple, Fraction, mean, ONE, sum, ZERO } from "./fractions.js";

const LEAST_TO_TRIM = 7;
const MOST_ORDERED = 10;
const ROOT_DECIMALS = 30;
const [FIFTY, HUNDRED, TEN] = [50n, 100n, 10n].map((each) => new Fraction(each));

export const METHODS = {
  corrected_mean: (rows) => correctedMeans(rows),
  raw_mean: (rows) => rawMeans(rows),
  trimmed_mean: (rows) => ofRows(rows, (given) => mean(given.length < LEAST_TO_TRIM ? given : given.slice(1, -1))),
  median: (rows) => ofRows(rows, median),
  standardised: (rows) => ofScale(rows, standardised, (z) => FIFTY.plus(TEN.times(z))),
  borda: (rows) => ofScale(rows, shareBelow, (share) => HUNDRED.times(share)),
  kemeny: (rows) => changed(rows, () => null),
};

export function rawMeans(rows) {
  return ofRows(rows, mean);
}

export function correctedMeans(rows) {
  const filled = changed(rows, (row) => [...row.values()]);
  for (const { team, total } of expectedTotals(rows)) {
    filled.get(team).push(total);
  }
  return changed(filled, mean);
}

const worked = new WeakMap();

/** What is expected in each empty cell, held on the scale; nothing where no expert links the teams. Once for the same rows. */
export function expectedTotals(rows) {
  if (!worked.has(rows)) {
    worked.set(rows, workedOut(rows));
  }
  return worked.get(rows);
}

function workedOut(rows) {
  const teams = [...rows.keys()].filter((team) => rows.get(team).size);
  if (!teams.length || !isLinked(rows, teams)) {
    return [];
  }
  const { heights, milder } = levels(rows);
  return teams.flatMap((team) =>
    [...milder.keys()]
      .filter((expert) => !rows.get(team).has(expert))
      .map((expert) => ({ team, expert, total: onScale(heights.get(team).plus(milder.get(expert))) })),
  );
}

/** 1, 2, 2, 4; whatever prints alike is equal. */
export function placesOf(values) {
  const shown = [...values.values()].filter((value) => value !== null).map((value) => value.hundredths);
  return changed(values, (value) =>
    value === null ? null : 1 + shown.filter((other) => other > value.hundredths).length,
  );
}

export function placesBy(method, rows) {
  return method === "kemeny" ? kemenyPlaces(rows) : placesOf(METHODS[method](rows));
}

function changed(map, change) {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function ofRows(rows, value) {
  return changed(rows, (row) => (row.size ? value([...row.values()].sort((one, other) => one.compare(other))) : null));
}

function median(given) {
  return mean([given[(given.length - 1) >> 1], given[given.length >> 1]]);
}

function ofScale(rows, scale, shown) {
  return changed(ofRows(rescaled(rows, scale), mean), (value) => (value === null ? null : shown(value)));
}

/** Each expert's totals on another scale, without the experts who gave one alone. */
function rescaled(rows, scale) {
  const found = changed(rows, () => new Map());
  for (const [expert, column] of columnsOf(rows)) {
    const given = [...column.values()];
    const values = given.length > 1 ? scale(given) : [];
    [...column.keys()].slice(0, values.length).forEach((team, at) => found.get(team).set(expert, values[at]));
  }
  return found;
}

function columnsOf(rows) {
  const columns = new Map();
  for (const [team, row] of rows) {
    for (const [expert, total] of row) {
      columns.set(expert, (columns.get(expert) ?? new Map()).set(team, total));
    }
  }
  return columns;
}

function standardised(given) {
  const away = given.map((total) => total.minus(mean(given)));
  const squares = sum(away.map((each) => each.times(each)));
  const deviation = squares.over(new Fraction(BigInt(given.length - 1))).root(ROOT_DECIMALS);
  return away.map((each) => (deviation.equals(ZERO) ? ZERO : each.over(deviation)));
}

function shareBelow(given) {
  return given.map((total) => {
    const below = given.filter((other) => other.compare(total) < 0).length;
    const equal = given.filter((other) => other.equals(total)).length - 1;
    return new Fraction(BigInt(2 * below + equal), BigInt(2 * (given.length - 1)));
  });
}

function onScale(total) {
  return total.compare(ZERO) < 0 ? ZERO : total.compare(HUNDRED) > 0 ? HUNDRED : total;
}

function isLinked(rows, teams) {
  const reached = new Set(teams.slice(0, 1));
  for (const at of reached) {
    for (const team of teams) {
      if ([...rows.get(team).keys()].some((expert) => rows.get(at).has(expert))) {
        reached.add(team);
      }
    }
  }
  return reached.size === teams.length;
}

/** How good each team is and how mild each expert, by least squares; solved for whichever are fewer. */
function levels(rows) {
  const columns = columnsOf(rows);
  const given = new Map([...rows].filter(([, row]) => row.size));
  if (given.size <= columns.size) {
    const [heights, milder] = fitted(given, columns);
    return { heights, milder };
  }
  const [milder, heights] = fitted(columns, given);
  return { heights, milder };
}

/** The values of the rows, the last of which stands at zero, and those of the columns. */
function fitted(rows, columns) {
  const [names, sought] = [[...rows.keys()], [...rows.keys()].slice(0, -1)];
  const means = changed(columns, (column) => mean([...column.values()]));
  const scale = commonMultiple([...columns.values()].map(({ size }) => BigInt(size)));
  const lines = sought.map((name, index) => {
    const line = Array(sought.length).fill(0n);
    for (const other of rows.get(name).keys()) {
      const column = columns.get(other);
      const share = scale / BigInt(column.size);
      line[index] += scale;
      sought.forEach((each, at) => column.has(each) && (line[at] -= share));
    }
    const given = sum([...rows.get(name)].map(([other, total]) => total.minus(means.get(other))));
    return [...line.map((value) => value * given.under), given.top * scale];
  });
  const found = [...solved(lines), ZERO];
  const values = new Map(names.map((name, index) => [name, found[index]]));
  const mildness = (column, given) => given.minus(mean([...column.keys()].map((row) => values.get(row))));
  const others = new Map([...columns].map(([name, column]) => [name, mildness(column, means.get(name))]));
  return [values, others];
}

/** The exact solution of linear equations in whole numbers (E. H. Bareiss, 1968), last column right. */
function solved(lines) {
  const size = lines.length;
  let before = 1n;
  for (let step = 0; step < size; step += 1) {
    for (const line of lines.slice(step + 1)) {
      const factor = line[step];
      for (let at = step + 1; at <= size; at += 1) {
        line[at] = (line[at] * lines[step][step] - factor * lines[step][at]) / before;
      }
    }
    before = lines[step][step];
  }
  const values = Array(size).fill(ZERO);
  for (let step = size - 1; step >= 0; step -= 1) {
    const known = sum(values.slice(step + 1).map((value, at) => value.times(new Fraction(lines[step][step + 1 + at]))));
    values[step] = new Fraction(lines[step][size]).minus(known).over(new Fraction(lines[step][step]));
  }
  return values;
}

/** Places of the order that agrees with most pairs; of more than ten teams those of Borda. */
function kemenyPlaces(rows) {
  const shares = METHODS.borda(rows);
  const teams = [...shares.keys()].filter((team) => shares.get(team) !== null);
  if (teams.length > MOST_ORDERED) {
    return placesOf(shares);
  }
  const found = changed(rows, () => null);
  let place = 1;
  for (const group of groupsOfBest(winsOf(rows, teams))) {
    group.forEach((at) => found.set(teams[at], place));
    place += group.length;
  }
  return found;
}

/** How many experts gave the first team of a pair more than the second. */
function winsOf(rows, teams) {
  const columns = [...columnsOf(rows).values()].filter((column) => column.size > 1);
  const wins = (column, one, other) =>
    column.has(one) && column.has(other) && column.get(one).compare(column.get(other)) > 0;
  return teams.map((one) => teams.map((other) => columns.filter((column) => wins(column, one, other)).length));
}

/** Teams that stand before all others in every best order, group by group; sets of teams are bits. */
function groupsOfBest(wins) {
  const teams = [...wins.keys()];
  const last = (1 << teams.length) - 1;
  const has = (chosen, at) => (chosen >> at) & 1;
  const gain = (chosen, at) =>
    teams.filter((other) => has(chosen, other)).reduce((count, other) => count + wins[other][at], 0);
  const before = Array(last + 1).fill(0);
  const after = Array(last + 1).fill(0);
  for (let chosen = 1; chosen <= last; chosen += 1) {
    const inside = teams.filter((at) => has(chosen, at)).map((at) => [chosen ^ (1 << at), at]);
    before[chosen] = Math.max(...inside.map(([others, at]) => before[others] + gain(others, at)));
  }
  for (let chosen = last - 1; chosen >= 0; chosen -= 1) {
    const outside = teams.filter((at) => !has(chosen, at));
    after[chosen] = Math.max(...outside.map((at) => after[chosen | (1 << at)] + gain(chosen, at)));
  }
  const best = [...before.keys()].filter((chosen) => before[chosen] + after[chosen] === before[last]);
  const size = (chosen) => teams.filter((at) => has(chosen, at)).length;
  const sizes = best.map(size);
  const alone = best.filter((_, at) => sizes.filter((each) => each === sizes[at]).length === 1);
  const ends = alone.sort((one, other) => size(one) - size(other));
  return ends.slice(1).map((end, at) => teams.filter((team) => has(end ^ ends[at], team)));
}
