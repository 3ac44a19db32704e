/** An exact number, in lowest terms; made of "247/3", "82" or "7.5". */
export class Fraction {
  constructor(top, under = 1n) {
    const sign = under < 0n ? -1n : 1n;
    const common = divisor(top < 0n ? -top : top, under * sign) || 1n;
    this.top = (top * sign) / common;
    this.under = (under * sign) / common;
  }

  static of(text) {
    const [, sign, whole, decimals = "", under = "1"] = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text);
    const top = BigInt(sign + whole + decimals);
    return new Fraction(top, BigInt(under) * 10n ** BigInt(decimals.length));
  }

  plus(other) {
    return new Fraction(this.top * other.under + other.top * this.under, this.under * other.under);
  }

  minus(other) {
    return new Fraction(this.top * other.under - other.top * this.under, this.under * other.under);
  }

  times(other) {
    return new Fraction(this.top * other.top, this.under * other.under);
  }

  over(other) {
    return new Fraction(this.top * other.under, this.under * other.top);
  }

  /** Less than zero, zero or more, as `sort` wants it. */
  compare(other) {
    const [one, two] = [this.top * other.under, other.top * this.under];
    return one < two ? -1 : Number(one > two);
  }

  equals(other) {
    return this.top === other.top && this.under === other.under;
  }

  /** The root, downwards at so many decimals. */
  root(decimals) {
    const scale = 10n ** BigInt(decimals);
    return new Fraction(wholeRoot(this.top * this.under * scale * scale), this.under * scale);
  }

  /** Hundredths, halves away from zero: what is printed, and compared. */
  get hundredths() {
    const size = this.top < 0n ? -this.top : this.top;
    const shown = (size * 200n + this.under) / (this.under * 2n);
    return this.top < 0n ? -shown : shown;
  }

  toString() {
    return this.under === 1n ? `${this.top}` : `${this.top}/${this.under}`;
  }
}

export const ZERO = new Fraction(0n);
export const ONE = new Fraction(1n);

/** Brought to lowest terms once: many values have the same denominator. */
export function sum(values) {
  const under = commonMultiple(values.map((value) => value.under));
  return new Fraction(values.reduce((top, value) => top + value.top * (under / value.under), 0n), under);
}

/** Null of nothing. */
export function mean(values) {
  return values.length ? sum(values).over(new Fraction(BigInt(values.length))) : null;
}

export function isSame(one, other) {
  return one === null || other === null ? one === other : one.equals(other);
}

export function commonMultiple(values) {
  return values.reduce((one, other) => (one / divisor(one, other)) * other, 1n);
}

function divisor(one, other) {
  while (other) {
    [one, other] = [other, one % other];
  }
  return one;
}

function wholeRoot(value) {
  if (value < 2n) {
    return value;
  }
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) {
      return root;
    }
    root = next;
  }
}
