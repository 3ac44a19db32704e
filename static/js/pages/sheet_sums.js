// 61.15 is a little less in binary; with this it is rounded half up, as the server rounds it.
const HAIR = 1e-9;

/** Totals, levels and values of a sheet in the words and figures of the page. */
export class SheetSums {
  constructor({ criteria, words, decimalSign }) {
    Object.assign(this, { criteria, words });
    this.number = formatter({ maximumFractionDigits: 2 }, decimalSign);
    this.total = formatter({ minimumFractionDigits: 1, maximumFractionDigits: 1 }, decimalSign);
  }

  totalOf(given) {
    const counted = this.criteria.filter(({ key }) => key in given);
    const shares = counted.map(({ key, weight, maximum }) => (weight * given[key]) / maximum);
    return counted.length ? this.total.format(sum(shares) + HAIR) : "–";
  }

  outOf(given, whole) {
    const counted = this.criteria.filter(({ key }) => key in given);
    const words = counted.length === this.criteria.length ? whole : this.words.so_far;
    const weights = counted.map(({ weight }) => Number(weight));
    return counted.length ? words.replace("{out_of}", this.number.format(sum(weights))) : this.words.none;
  }

  fromTo(before, after) {
    const [one, other] = [this.totalOf(before.points), this.totalOf(after.points)];
    return one === other ? one : `${one} → ${other}`;
  }

  /** The nearest level, as experts/pages/levels.py says it. */
  level(levels, value) {
    const away = ([at]) => Math.abs(Number(at) - value);
    const [nearest] = [...levels].sort((one, other) => away(one) - away(other));
    const [at, points, text] = nearest;
    if (Number(at) === value) {
      return text;
    }
    const words = value > Number(at) ? this.words.levels.more : this.words.levels.less;
    return words.replace("{points}", points).replace("{level}", text);
  }

  saysTheSame(one, other) {
    const given = (points) => this.criteria.map(({ key }) => points[key] ?? "");
    const values = ({ points, comment, readers }) => [...given(points), comment, readers ?? "protocol"];
    return JSON.stringify(values(one)) === JSON.stringify(values(other));
  }
}

function sum(numbers) {
  return numbers.reduce((one, other) => one + other, 0);
}

/** The decimal sign comes from the server: browsers that know no Kazakh write a point. */
function formatter(options, decimalSign) {
  const english = new Intl.NumberFormat("en", { useGrouping: false, ...options });
  return { format: (value) => english.format(value).replace(".", decimalSign) };
}
