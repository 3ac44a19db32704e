import { csrfToken, patience } from "../lib/http.js";
import { openDatabase } from "./database.js";
import { uuid } from "./ids.js";
import { Pause } from "./pause.js";

const PATIENCE_MS = 15000;
const EVERY_MS = 10000;
const LONGEST_LOCK = 60000;
const HELD = [401, 403];
const OF_ALL = [408, 429, 502, 503, 504]; // said of every address, not of this one
const WAKE_UPS = ["online", "focus", "pageshow"];

/**
 * What was tapped at the table where diplomas are given, in the database of the browser until the server has it.
 * A tap has an id, so it is noted once however often it is sent, and says after which note of its diploma it comes; those of one
 * diploma go in their order, and where one is refused those after it are given up with it.
 *
 * `onChange()` hears that there are more or fewer, or another `state`: sending, unknown (no answer of ours), held
 * (signed out, or as another account); `onAnswer(code, answer)` what the server says of a diploma now.
 */
export class Taps {
  constructor({ holder, account, onChange, onAnswer }) {
    Object.assign(this, { holder, account, onChange, onAnswer });
    this.pause = new Pause(holder);
    this.state = "sending";
    this.turn = null; // the sending that is under way
    this.isAsked = false;
    const opening = { onEmptied: onChange, onFull: onChange };
    this.opened = openDatabase(holder, opening).then((database) => {
      this.database = database;
      return database;
    });
  }

  start() {
    for (const event of WAKE_UPS) {
      window.addEventListener(event, () => this.send());
    }
    document.addEventListener("visibilitychange", () => this.send());
    setInterval(() => this.send(), EVERY_MS);
    return this.send();
  }

  get isLasting() {
    return Boolean(this.database?.isLasting);
  }

  /** In the order in which they were made. */
  async all() {
    const database = await this.opened;
    return (await database.read("operations")).sort((one, other) => one.place - other.place);
  }

  async add(tap) {
    const database = await this.opened;
    await database.change(["operations"], (rows) => {
      const place = 1 + Math.max(0, ...rows.all("operations").map((each) => each.place));
      rows.put("operations", { ...tap, op_id: uuid(), place, tapped_at: Date.now() });
    });
    await this.onChange();
    return this.send();
  }

  /** One sending at a time, in all tabs; whoever asks meanwhile has it done once more. */
  send() {
    this.isAsked = true;
    this.turn ??= this.#underLock(() => this.#sendAll()).finally(() => {
      this.turn = null;
    });
    return this.turn;
  }

  async #underLock(work) {
    if (!navigator.locks) {
      return work();
    }
    const waits = { signal: patience(LONGEST_LOCK) };
    return navigator.locks.request(this.holder, waits, work).catch(() => null);
  }

  async #sendAll() {
    while (this.isAsked && this.pause.left === 0) {
      this.isAsked = false;
      const passed = new Set(); // diplomas that this turn can do no more for
      let isGoingOn = true;
      for (let tap = await this.#next(passed); tap && isGoingOn; tap = await this.#next(passed)) {
        isGoingOn = await this.#goesOnAfter(tap, passed);
      }
    }
    await this.onChange();
  }

  async #next(passed) {
    return (await this.all()).find(({ code }) => !passed.has(code));
  }

  async #goesOnAfter(tap, passed) {
    const { state, answer, status } = await this.#answerTo(tap);
    const isSettled = ["stored", "refused"].includes(state);
    this.state = isSettled || state === "failed" ? "sending" : state;
    if (state === "failed") {
      passed.add(tap.code);
      await this.#mark(tap, status);
      return true;
    }
    if (isSettled) {
      await this.#drop((each) => each.op_id === tap.op_id || (state === "refused" && each.code === tap.code));
      await this.onAnswer(tap, answer);
      await this.onChange();
    }
    return isSettled;
  }

  async #mark({ op_id: id }, status) {
    await this.database.change(["operations"], (rows) => {
      const tap = rows.get("operations", id);
      if (tap) {
        rows.put("operations", { ...tap, failed: status });
      }
    });
    await this.onChange();
  }

  /** With what was tapped of the same diploma after it. */
  async giveUp({ code, place }) {
    await this.opened;
    await this.#drop((each) => each.code === code && each.place >= place);
    await this.onChange();
  }

  async #answerTo(tap) {
    try {
      const response = await fetch(tap.address, this.#request(tap));
      if (response.type === "opaqueredirect" || HELD.includes(response.status)) {
        return { state: "held" };
      }
      const wait = Number(response.headers.get("Retry-After")) || 0;
      this.pause.keep(wait);
      const answer = partOf(await response.text());
      if (lineOf(answer, tap.code)) {
        return { state: response.ok ? "stored" : "refused", answer };
      }
      const isOfThis = response.status >= 400 && wait === 0 && !OF_ALL.includes(response.status);
      return { state: isOfThis ? "failed" : "unknown", status: response.status }; // unknown: a captive portal's page
    } catch {
      return { state: "unknown" };
    }
  }

  #request({ fields, op_id: op, tapped_at: tappedAt }) {
    const ago = Math.max(0, Math.trunc((Date.now() - tappedAt) / 1000));
    return {
      method: "POST",
      body: new URLSearchParams({ ...fields, op_id: op, by: this.account, ago }),
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-Requested-With": "fetch", "X-CSRFToken": csrfToken() },
      signal: patience(PATIENCE_MS),
    };
  }

  #drop(isGone) {
    return this.database.change(["operations"], (rows) => {
      for (const each of rows.all("operations").filter(isGone)) {
        rows.drop("operations", each.op_id);
      }
    });
  }
}

export function lineOf(part, code) {
  return part.querySelector(`[data-row="${code}"]`);
}

function partOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
