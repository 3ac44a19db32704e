/**
 * A QR code (ISO/IEC 18004) of bytes: byte mode, error correction level L, versions 1 to 40. No package
 * that the program has brings an encoder to the browser, and the tablet has no network when it needs one.
 * tests/browser/test_qr.py compares every version with another encoder.
 */

// By version, at level L: bytes of correction of each block, and the number of blocks.
const CORRECTION = [
  ...[7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28],
  ...[28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
];
const BLOCKS = [
  ...[1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8],
  ...[8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
];
const LARGEST = 40;
const BYTE_MODE = 0b0100;
const LEVEL_L = 0b01;
const PADDING = [0xec, 0x11];
const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];
const LIKE_A_FINDER = [/(?=10111010000)/g, /(?=00001011101)/g];

/** Rows of modules, dark ones true; null for more than a code can hold. The least version and the best mask, unless they are said. */
export function qrOf(bytes, { version = leastVersion(bytes.length), mask = null } = {}) {
  if (version === null) {
    return null;
  }
  const drawn = new Drawing(version);
  drawn.fill(withCorrection(version, codewords(version, bytes)));
  return mask === null ? best(drawn) : drawn.masked(mask);
}

/** How many bytes fit. */
function capacity(version) {
  return Math.floor((dataLength(version) * 8 - 4 - lengthBits(version)) / 8);
}

function leastVersion(length) {
  for (let version = 1; version <= LARGEST; version += 1) {
    if (length <= capacity(version)) {
      return version;
    }
  }
  return null;
}

const lengthBits = (version) => (version < 10 ? 8 : 16);
const alignments = (version) => (version === 1 ? 0 : Math.floor(version / 7) + 2);

/** All modules but those of the patterns and of what is said of the code itself, in whole bytes. */
function allLength(version) {
  const count = alignments(version);
  let modules = (16 * version + 128) * version + 64;
  if (count > 0) {
    modules -= (25 * count - 10) * count - 55;
  }
  return Math.floor((version >= 7 ? modules - 36 : modules) / 8);
}

function dataLength(version) {
  return allLength(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
}

function codewords(version, bytes) {
  const bits = [];
  const add = (value, length) => {
    for (let at = length - 1; at >= 0; at -= 1) {
      bits.push((value >> at) & 1);
    }
  };
  add(BYTE_MODE, 4);
  add(bytes.length, lengthBits(version));
  for (const each of bytes) {
    add(each, 8);
  }
  const length = dataLength(version);
  add(0, Math.min(4, length * 8 - bits.length));
  add(0, (8 - (bits.length % 8)) % 8);
  const said = Array.from({ length: bits.length / 8 }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
  return Array.from({ length }, (_, at) => said[at] ?? PADDING[(at - said.length) % 2]);
}

/** The blocks, woven: the first byte of each, the second of each, and their correction in the same way. */
function withCorrection(version, data) {
  const count = BLOCKS[version - 1];
  const length = CORRECTION[version - 1];
  const divisor = generator(length);
  const shorter = count - (allLength(version) % count);
  const shortest = Math.floor(allLength(version) / count) - length;
  const blocks = [];
  let start = 0;
  for (let at = 0; at < count; at += 1) {
    const end = start + shortest + (at < shorter ? 0 : 1);
    blocks.push(data.slice(start, end));
    start = end;
  }
  return [...woven(blocks), ...woven(blocks.map((each) => remainder(each, divisor)))];
}

function woven(blocks) {
  const longest = Math.max(...blocks.map(({ length }) => length));
  const rounds = Array.from({ length: longest }, (_, at) => blocks.map((block) => block[at]));
  return rounds.flat().filter((each) => each !== undefined);
}

/** The product in the field of 256 elements. */
function product(one, other) {
  let found = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    found = (found << 1) ^ ((found >> 7) * 0x11d) ^ (((other >> bit) & 1) * one);
  }
  return found;
}

function generator(degree) {
  const found = [...Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let round = 0; round < degree; round += 1) {
    for (let at = 0; at < degree; at += 1) {
      found[at] = product(found[at], root) ^ (found[at + 1] ?? 0);
    }
    root = product(root, 2);
  }
  return found;
}

function remainder(data, divisor) {
  const found = divisor.map(() => 0);
  for (const each of data) {
    const factor = each ^ found.shift();
    found.push(0);
    divisor.forEach((value, at) => {
      found[at] ^= product(value, factor);
    });
  }
  return found;
}

/** The modules of a code: what every code of this version has, and the data in what is left. */
class Drawing {
  constructor(version) {
    this.version = version;
    this.size = version * 4 + 17;
    this.modules = this.#rows();
    this.isFixed = this.#rows();
    this.#drawTimings();
    this.#drawFinders();
    this.#drawAlignments();
    this.#drawVersion();
    this.#drawFormat(this.modules, 0);
  }

  #rows() {
    return Array.from({ length: this.size }, () => Array(this.size).fill(false));
  }

  #set(x, y, isDark) {
    if (x >= 0 && y >= 0 && x < this.size && y < this.size) {
      this.modules[y][x] = Boolean(isDark);
      this.isFixed[y][x] = true;
    }
  }

  #drawTimings() {
    for (let at = 0; at < this.size; at += 1) {
      this.#set(6, at, at % 2 === 0);
      this.#set(at, 6, at % 2 === 0);
    }
  }

  #drawFinders() {
    const far = this.size - 4;
    for (const [x, y] of [[3, 3], [far, 3], [3, far]]) {
      this.#drawRings(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    }
  }

  #drawAlignments() {
    const places = this.#places();
    const last = places.length - 1;
    places.forEach((x, column) => {
      places.forEach((y, row) => {
        const isCorner = (column === 0 && (row === 0 || row === last)) || (column === last && row === 0);
        if (!isCorner) {
          this.#drawRings(x, y, 2, (ring) => ring !== 1);
        }
      });
    });
  }

  #places() {
    const count = alignments(this.version);
    const step = this.version === 32 ? 26 : Math.ceil((this.version * 4 + 4) / (count * 2 - 2)) * 2;
    const last = this.size - 7;
    return Array.from({ length: count }, (_, at) => (at === 0 ? 6 : last - (count - 1 - at) * step));
  }

  #drawRings(x, y, reach, isDark) {
    for (let down = -reach; down <= reach; down += 1) {
      for (let across = -reach; across <= reach; across += 1) {
        this.#set(x + across, y + down, isDark(Math.max(Math.abs(across), Math.abs(down))));
      }
    }
  }

  #drawVersion() {
    if (this.version < 7) {
      return;
    }
    const bits = (this.version << 12) | rest(this.version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [near, far] = [Math.floor(at / 3), this.size - 11 + (at % 3)];
      this.#set(near, far, (bits >> at) & 1);
      this.#set(far, near, (bits >> at) & 1);
    }
  }

  /** The level and the mask, twice, and the one module that is always dark. */
  #drawFormat(rows, mask) {
    const said = (LEVEL_L << 3) | mask;
    const bits = ((said << 10) | rest(said, 10, 0x537)) ^ 0x5412;
    const draw = (x, y, isDark) => {
      rows[y][x] = Boolean(isDark);
      this.isFixed[y][x] = true;
    };
    for (let at = 0; at < 15; at += 1) {
      const isDark = (bits >> at) & 1;
      const near = at < 6 ? at : at + 1;
      draw(at < 8 ? 8 : at < 9 ? 7 : 14 - at, at < 8 ? near : 8, isDark);
      draw(at < 8 ? this.size - 1 - at : 8, at < 8 ? 8 : this.size - 15 + at, isDark);
    }
    draw(8, this.size - 8, true);
  }

  /** Two columns at a time from the right, up and down in turn, past the column of the timing. */
  fill(bytes) {
    const bits = bytes.flatMap((each) => Array.from({ length: 8 }, (_, at) => (each >> (7 - at)) & 1));
    let next = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      const column = right <= 6 ? right - 1 : right;
      const isUpward = ((column + 1) & 2) === 0;
      for (let step = 0; step < this.size; step += 1) {
        const y = isUpward ? this.size - 1 - step : step;
        for (const x of [column, column - 1]) {
          if (!this.isFixed[y][x]) {
            this.modules[y][x] = Boolean(bits[next]);
            next += 1;
          }
        }
      }
    }
  }

  masked(mask) {
    const isTurned = (x, y) => !this.isFixed[y][x] && MASKS[mask](x, y) === 0;
    const rows = this.modules.map((row, y) => row.map((isDark, x) => isDark !== isTurned(x, y)));
    this.#drawFormat(rows, mask);
    return rows;
  }
}

/** The remainder of a number with this many zeros behind it, as polynomials of bits. */
function rest(value, zeros, divisor) {
  let found = value;
  for (let at = 0; at < zeros; at += 1) {
    found = (found << 1) ^ ((found >> (zeros - 1)) * divisor);
  }
  return found;
}

function best(drawn) {
  const all = MASKS.map((_, mask) => drawn.masked(mask));
  const faults = all.map(penalty);
  return all[faults.indexOf(Math.min(...faults))];
}

/** What makes a code hard to read: long lines, blocks, what looks like a finder, too much of one colour. */
function penalty(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  const lines = [...rows, ...columns].map((line) => line.map(Number).join(""));
  const ofLine = (line) => {
    const long = (line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, { length }) => sum + length - 2, 0);
    return long + 40 * LIKE_A_FINDER.reduce((sum, each) => sum + [...line.matchAll(each)].length, 0);
  };
  const dark = rows.flat().filter(Boolean).length / rows.length ** 2;
  const sum = lines.reduce((found, line) => found + ofLine(line), 0);
  return sum + 3 * squares(rows) + 10 * Math.floor(Math.abs(dark * 20 - 10));
}

function squares(rows) {
  let found = 0;
  for (let y = 1; y < rows.length; y += 1) {
    for (let x = 1; x < rows.length; x += 1) {
      const here = rows[y][x];
      found += here === rows[y - 1][x] && here === rows[y][x - 1] && here === rows[y - 1][x - 1] ? 1 : 0;
    }
  }
  return found;
}
