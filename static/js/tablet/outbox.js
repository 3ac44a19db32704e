import { deviceId, uuid } from "./ids.js";

const STORES = ["operations", "sheets"];

/**
 * The operations that are not known to be on the server. What is given goes in here first and is sent
 * from here; it goes out by an answer of the server alone, or because its expert gives it up.
 *
 * Of one sheet there is at most the operation that was tried, whose id and values never change again,
 * and one after it with the newest values; more only where they were handed over in between. `after` names the operation that the values were built on:
 * when that one is stored, its revision becomes the `base_rev`. So a sheet given on two tabs that did not
 * know of each other ends in a question and not in the values of one of them.
 */
export class Outbox {
  constructor(database, rehearsal) {
    this.database = database;
    this.device = deviceId();
    this.rehearsal = rehearsal; // the one that this page is of; null on the day
  }

  get isLasting() {
    return this.database.isLasting;
  }

  async all() {
    return inOrder(await this.database.read("operations"));
  }

  /** The newest operation of a sheet, or one that was refused, and what the server last said of it, if there is any. */
  async of(sheet) {
    const operations = (await this.all()).filter((each) => each.sheet === sheet);
    const known = (await this.database.read("sheets")).find((each) => each.sheet === sheet);
    const operation = operations.find(({ refused }) => refused) ?? operations.at(-1);
    return { operation: operation ?? null, known: known ?? null };
  }

  /** `values`: final, points, comment, readers, rubric_version. `seen`: the operation that the page shows, if any. */
  put({ sheet, page, title, seen, base_rev, values }) {
    return this.database.change(STORES, (rows) => {
      const mine = of(rows, sheet);
      for (const each of mine.filter((each) => isAnswered(each, { seen, base_rev }))) {
        rows.drop("operations", each.op_id);
      }
      const newest = mine.filter(({ refused }) => !refused).at(-1);
      if (newest?.op_id === seen && (!newest.isTried || saysTheSame(newest.values, values))) {
        const row = newest.isTried ? newest : { ...newest, values };
        rows.put("operations", row);
        return row;
      }
      const row = this.#row(rows, { sheet, page, title, values, ...builtOn(rows, sheet, seen, base_rev) });
      rows.put("operations", row);
      return row;
    });
  }

  #row(rows, given) {
    const last = Math.max(Date.now(), ...rows.all("operations").map(({ seq }) => seq));
    const made = { op_id: uuid(), device_id: this.device, seq: last + 1, at: Date.now(), isTried: false, refused: null };
    return { ...given, ...made, rehearsal: this.rehearsal };
  }

  /** The operation to send next, which from now on stays as it is; `except` names sheets that wait. */
  next(except) {
    return this.database.change(STORES, (rows) => {
      const stuck = new Set(); // what was refused, and what was built on it
      for (const each of inOrder(rows.all("operations"))) {
        if (each.refused || stuck.has(each.after)) {
          stuck.add(each.op_id);
        } else if (!except.has(each.sheet)) {
          const row = { ...each, isTried: true };
          rows.put("operations", row);
          return row;
        }
      }
      return null;
    });
  }

  /** All of them, to be handed over by another road: from now on they stay as they are, as if they were tried. */
  settled() {
    return this.database.change(STORES, (rows) => {
      const open = rows.all("operations").filter(({ isTried, refused }) => !isTried && !refused);
      for (const each of open) {
        rows.put("operations", { ...each, isTried: true });
      }
      return inOrder(rows.all("operations"));
    });
  }

  /** The server has it: it goes, and what was built on it is built on the server's revision. */
  stored({ op_id: id, sheet, page, title, values }, { rev, state, saved_at: savedAt, isUnsigned }) {
    return this.database.change(STORES, (rows) => {
      rows.drop("operations", id);
      rows.put("sheets", { sheet, page, title, rev, state, saved_at: savedAt, isUnsigned, values, last: id });
      for (const each of of(rows, sheet).filter(({ after }) => after === id)) {
        rows.put("operations", { ...each, base_rev: rev, after: null });
      }
    });
  }

  /** It will never be taken as it is. What was built on it stands for it: these are the newest values. */
  refused(operation, answer) {
    return this.database.change(STORES, (rows) => {
      let newest = operation;
      for (const each of of(rows, operation.sheet)) {
        if (each.after === newest.op_id) {
          rows.drop("operations", newest.op_id);
          newest = each;
        }
      }
      rows.drop("operations", operation.op_id);
      const row = { ...operation, op_id: newest.op_id, values: newest.values, refused: answer };
      rows.put("operations", row);
      return row;
    });
  }

  /** Once more under an id of its own: the old one was used for other values, or was refused. */
  renew(id, changes = {}) {
    return this.database.change(STORES, (rows) => {
      const old = rows.get("operations", id);
      if (!old) {
        return null;
      }
      rows.drop("operations", id);
      const row = { ...old, ...changes, op_id: uuid(), isTried: false, refused: null };
      rows.put("operations", row);
      for (const each of of(rows, old.sheet).filter(({ after }) => after === id)) {
        rows.put("operations", { ...each, after: row.op_id });
      }
      return row;
    });
  }

  /** Its expert gives up what was not taken. */
  giveUp(sheet) {
    return this.database.change(STORES, (rows) => {
      for (const each of of(rows, sheet).filter(({ refused }) => refused)) {
        rows.drop("operations", each.op_id);
      }
    });
  }

  /** The server has lost what it had acknowledged: it goes out once more, unless newer values do. */
  giveAgain({ sheet, page, title, rev, values }) {
    return this.database.change(STORES, (rows) => {
      const isKnown = rows.get("sheets", sheet)?.rev === rev;
      rows.drop("sheets", sheet);
      if (isKnown && of(rows, sheet).length === 0) {
        rows.put("operations", this.#row(rows, { sheet, page, title, values, after: null, base_rev: rev }));
      }
    });
  }

  /** A page that came from the server knows better than this tablet what is there. */
  forgetKnown(sheet) {
    return this.database.change(STORES, (rows) => rows.drop("sheets", sheet));
  }

  /**
   * What was given in a rehearsal before the one of this page goes nowhere. Returns it. A rehearsal is the number
   * of the line of the log with which it began; a page that is kept from one before knows nothing of what is later.
   */
  forgetEnded() {
    return this.database.change(STORES, (rows) => {
      const isEnded = ({ rehearsal }) => this.rehearsal && rehearsal && rehearsal < this.rehearsal;
      const ended = rows.all("operations").filter(isEnded);
      ended.forEach(({ op_id: id }) => rows.drop("operations", id));
      return ended;
    });
  }

  /** A rehearsal that begins anew has nothing of the one before it. */
  forgetAll(sheet) {
    return this.database.change(STORES, (rows) => {
      rows.drop("sheets", sheet);
      for (const { op_id: id } of of(rows, sheet)) {
        rows.drop("operations", id);
      }
    });
  }
}

/** An operation as the server takes it (experts/operations.py). */
export function bodyOf({ op_id, device_id, seq, base_rev, at, values, rehearsal }) {
  const ofWhich = rehearsal ? { rehearsal } : {};
  return { op_id, device_id, seq, base_rev, client_ts: at, ...values, ...ofWhich };
}

/** One that was refused goes when its own page gives it anew, or answers what the server asked. Another tab's stays. */
function isAnswered({ op_id: id, refused }, { seen, base_rev: baseRev }) {
  return Boolean(refused) && (id === seen || (seen === null && refused.current?.rev === baseRev));
}

function builtOn(rows, sheet, seen, baseRev) {
  if (seen && rows.get("operations", seen) && !rows.get("operations", seen).refused) {
    return { after: seen, base_rev: baseRev };
  }
  const known = rows.get("sheets", sheet);
  return { after: null, base_rev: seen && known?.last === seen ? known.rev : baseRev };
}

function of(rows, sheet) {
  return inOrder(rows.all("operations")).filter((each) => each.sheet === sheet);
}

function inOrder(operations) {
  return operations.sort((one, other) => one.seq - other.seq);
}

function saysTheSame(one, other) {
  return JSON.stringify(said(one)) === JSON.stringify(said(other));
}

function said({ final, points, comment, readers = "protocol", rubric_version: version }) {
  return [final, comment, readers, version, Object.entries(points).sort()];
}
