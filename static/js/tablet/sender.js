import { getJson, patience, putJson } from "../lib/http.js";
import { causeOf, meaningOf } from "./contract.js";
import { bodyOf } from "./outbox.js";
import { Pause } from "./pause.js";
import { NotRegistered } from "./signing.js";

const TIMEOUT = 10000;
const LONGEST_SIGNING = 15000;
const LONGEST_LOCK = 60000;
const MOST_UNREGISTERED = 5;
const UNAVAILABLE = 503;
const EVERY = 15000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const WAKE_UPS = ["online", "focus", "pageshow"];

/**
 * Sends what is in the outbox, of all sheets, one tab at a time. What is not known to be stored is sent
 * again, the same operation with the same id, until the server answers. Waking up, coming back and being
 * online again all try at once; a tablet's own word on being online is evidence of nothing. How long the
 * server asked to wait is kept for all pages and tabs of the holder, and nothing is sent before.
 *
 * `tell(message)` hears of every operation: {state: saving | waiting | saved | the server's word, operation, answer}.
 */
export class Sender {
  constructor(outbox, { holder, signer, tell }) {
    Object.assign(this, { outbox, holder, signer, tell });
    this.pause = new Pause(holder);
    this.signedAnew = new Set(); // operations whose first signature was refused
    this.keyFailures = 0; // in how many turns the server took no key of this tablet
    this.keyAnswer = null; // what it said instead in this turn
    this.attempts = 0;
    this.isDraining = false;
    this.isAsked = false;
    this.isHeld = false;
    this.waiting = null; // the operation that nothing is known of
    this.cause = null; // and why: network or server
    this.shown = null; // what the page shows from the outbox, and another tab may have sent before the first turn here
    this.timer = null;
  }

  start() {
    for (const event of WAKE_UPS) {
      window.addEventListener(event, () => this.wake());
    }
    document.addEventListener("visibilitychange", () => this.wake());
    setInterval(() => this.timer === null && !this.isHeld && this.drain(), EVERY);
    this.drain();
  }

  /** Whether the last try reached no server of ours. */
  get isCutOff() {
    return this.waiting !== null;
  }

  /** Another tab heard from the server. */
  reachedElsewhere() {
    this.attempts = 0;
    this.waiting = null;
  }

  /** Something says that the server may be there again. */
  wake() {
    if (this.isDraining) {
      this.isAsked = true; // what is under way may have been asked before
      return;
    }
    if (this.pause.left > 0) {
      this.drain(); // afterwards
      return;
    }
    this.attempts = 0;
    if (this.waiting) {
      this.tell({ state: "saving", operation: this.waiting });
    }
    this.drain();
  }

  async drain() {
    this.isAsked = true;
    if (this.isDraining) {
      return;
    }
    if (this.pause.left > 0) {
      this.#drainAfter(this.pause.left);
      await this.#tellPaused();
      return;
    }
    this.isDraining = true;
    clearTimeout(this.timer);
    this.timer = null;
    try {
      while (this.isAsked) {
        this.isAsked = false;
        await alone(`qorgau-${this.holder}`, () => this.#sendAll());
      }
    } finally {
      this.isDraining = false;
    }
  }

  /** What is given while the server wants to be left alone is on the tablet, and waits with the rest. */
  async #tellPaused() {
    for (const operation of await this.outbox.all()) {
      if (!operation.refused) {
        this.tell({ state: "waiting", operation, answer: { cause: "server" } });
      }
    }
  }

  #drainAfter(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.drain();
    }, milliseconds);
  }

  async #sendAll() {
    const waits = new Set(); // sheets that this turn can do no more for
    this.keyAnswer = null;
    for (;;) {
      const operation = await this.outbox.next(waits);
      if (operation === null) {
        await this.#settle();
        return;
      }
      const stopped = await this.#send(operation, waits);
      if (stopped) {
        await this.#tellTheRest(operation, stopped);
        return;
      }
    }
  }

  /** What waited here and is not in the outbox any more was sent by another tab. */
  async #settle() {
    const waits = this.waiting ?? this.shown;
    if (waits === null || (await this.outbox.all()).some(({ op_id: id }) => id === waits.op_id)) {
      return;
    }
    this.reachedElsewhere();
    this.shown = null;
    const { known } = await this.outbox.of(waits.sheet);
    if (known?.last === waits.op_id) {
      this.tell({ state: "saved", operation: waits, answer: known });
    }
  }

  /** What waits behind it waits for the same reason. */
  async #tellTheRest(first, { state, answer }) {
    for (const operation of await this.outbox.all()) {
      if (!operation.refused && operation.sheet !== first.sheet) {
        this.tell({ state, operation, answer });
      }
    }
  }

  /** Null to go on with the next, or the state that stops all. */
  async #send(operation, waits) {
    this.tell({ state: "saving", operation });
    let answer;
    try {
      answer = await this.#put(operation);
    } catch (error) {
      return this.#unknown(operation, error);
    }
    if (meaningOf(answer) === "unknown") {
      waits.add(operation.sheet); // a server that fails at one sheet may take the others
      return this.#failed(operation, answer);
    }
    return this.#answered(operation, answer);
  }

  #failed(operation, { status, data, retryAfter }) {
    const stopped = this.#unknown(operation, { status, retryAfter, word: data?.status });
    const goesOn = status >= 500 && retryAfter === 0;
    return goesOn ? null : stopped;
  }

  async #answered(operation, answer) {
    const meaning = meaningOf(answer);
    this.#reached(meaning);
    if (meaning === "stored") {
      const { data, isUnsigned } = answer;
      const stored = { ...data, isUnsigned: isUnsigned && data.status === "applied" }; // another try may have been signed
      await this.outbox.stored(operation, stored);
      this.shown = this.shown?.op_id === operation.op_id ? null : this.shown;
      this.tell({ state: "saved", operation, answer: stored });
      return null;
    }
    if (meaning === "refused") {
      await this.#refused(operation, answer.data);
      return null;
    }
    const stopped = { state: answer.data.status, answer: answer.data };
    this.tell({ ...stopped, operation });
    return stopped;
  }

  #reached(meaning) {
    this.attempts = 0;
    this.waiting = null;
    this.isHeld = meaning === "held";
  }

  async #refused(operation, data) {
    if (data.status === "reused" && !operation.isRenewed) {
      const renewed = await this.outbox.renew(operation.op_id, { isRenewed: true });
      this.tell({ state: "renewed", operation: renewed, was: operation.op_id });
      return;
    }
    if (data.status === "signature_refused") {
      this.signer.refused();
      if (!this.signedAnew.has(operation.op_id)) {
        this.signedAnew.add(operation.op_id); // it is next again, with another key
        return;
      }
    }
    const kept = await this.outbox.refused(operation, data);
    this.tell({ state: data.status, operation: kept, answer: data, was: operation.op_id });
  }

  /** A browser whose store of keys does not answer sends unsigned: points come first. */
  #signed(operation) {
    const body = bodyOf(operation);
    if (this.keyFailures >= MOST_UNREGISTERED) {
      return body; // the server takes points and no key
    }
    const unsigned = new Promise((resolve) => {
      patience(LONGEST_SIGNING).addEventListener("abort", () => resolve(body));
    });
    return Promise.race([this.signer.signed(operation.sheet.split("/").at(-1), body), unsigned]);
  }

  /** An old token is replaced and the operation sent once more: reading the sheet brings a new one. */
  async #put(operation) {
    const answer = await this.#putSigned(operation);
    if (meaningOf(answer) !== "old_token") {
      return answer;
    }
    await getJson(operation.sheet, this.#options());
    return this.#putSigned(operation);
  }

  /** The answer to the operation, or what keeps this tablet's key from being registered before it. */
  async #putSigned(operation) {
    if (this.keyAnswer !== null && operation.values.final) {
      return this.keyAnswer; // asked once in a turn
    }
    try {
      const body = await this.#signed(operation);
      const answer = await putJson(operation.sheet, body, this.#options());
      return { ...answer, isUnsigned: body.final && !body.signature };
    } catch (error) {
      if (!(error instanceof NotRegistered && error.answer)) {
        throw error;
      }
      return this.#withoutKey(error.answer);
    }
  }

  /**
   * What holds the key holds the operation as well. A key that is refused, or that a server in trouble does not
   * take, is tried again, and not for ever; sheets that need none go on meanwhile.
   */
  #withoutKey(answer) {
    const meaning = meaningOf(answer);
    if (["held", "old_token"].includes(meaning)) {
      return answer;
    }
    this.keyFailures += meaning === "refused" || answer.status >= 500 ? 1 : 0;
    this.keyAnswer = { ...answer, status: UNAVAILABLE, data: null };
    return this.keyAnswer;
  }

  #options() {
    return { signal: patience(TIMEOUT), headers: { "X-Person": this.holder } };
  }

  /** Nothing is known of the operation: no network, a server in trouble, a portal's page in its place. */
  #unknown(operation, { status = 0, retryAfter = 0, word = "" }) {
    this.waiting = operation;
    this.cause = causeOf(status);
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.attempts);
    this.attempts += 1;
    this.pause.keep(retryAfter);
    this.#drainAfter(Math.max(wait * (0.75 + Math.random() / 2), this.pause.left));
    const said = { state: "waiting", answer: { status: word, cause: this.cause } };
    this.tell({ ...said, operation });
    return said;
  }
}

/**
 * One tab at a time. Without a secure context there are no locks, and a tab that is frozen keeps its own: the
 * server takes an operation once anyway.
 */
async function alone(name, work) {
  if (!navigator.locks) {
    return work();
  }
  let isMine = false;
  try {
    return await navigator.locks.request(name, { signal: patience(LONGEST_LOCK) }, () => {
      isMine = true;
      return work();
    });
  } catch (error) {
    if (isMine || error.name !== "AbortError") {
      throw error;
    }
    return work();
  }
}
