import { getJson, putJson } from "../lib/http.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const TIMEOUT = 10000;
const STORED = ["applied", "duplicate"];

/**
 * Saves one sheet, one operation at a time. What is not known to be stored is sent again, the same
 * operation with the same id, until the server answers; changes made meanwhile go into the next one.
 * Waking up, coming back and being online again all try at once.
 *
 * `snapshot()` gives {points, comment}; `onState(state, data, sent)` is told every change of state, and
 * with `saved` the operation that is stored: saving, saved, waiting, or the word of the server's refusal (experts/sheets.py, Outcome).
 */
export class SheetSaver {
  constructor({ url, baseRev, rubricVersion, isSubmitted, snapshot, onState, signer }) {
    Object.assign(this, { url, baseRev, rubricVersion, snapshot, onState, signer });
    this.isFinal = isSubmitted;
    this.isDirty = false;
    this.isBlocked = false;
    this.operation = null;
    this.isSending = false;
    this.isRenewed = false;
    this.timer = null;
    this.attempts = 0;
    this.sequence = Date.now();
    this.deviceId = deviceId();
    for (const event of ["online", "focus", "pageshow"]) {
      window.addEventListener(event, () => this.retrySoon());
    }
    document.addEventListener("visibilitychange", () => this.retrySoon());
  }

  get isUnsaved() {
    return this.isDirty || this.operation !== null;
  }

  /** Something on the page changed. A submitted sheet stays submitted. */
  change({ submit = false } = {}) {
    this.isFinal ||= submit;
    this.isDirty = true;
    this.isBlocked = false;
    this.#send();
  }

  /** Go on after the reason for a refusal is gone. */
  retry() {
    this.isBlocked = false;
    this.isDirty = true;
    this.#send();
  }

  /** After a conflict: build on the server's revision, keeping what is on the page or not. */
  resolve(rev, { keep, isSubmitted }) {
    this.baseRev = rev;
    this.isFinal = isSubmitted || (keep && this.isFinal);
    this.isBlocked = false;
    this.isDirty = keep;
    this.#send();
  }

  /** What was refused is given up: the page shows again what is stored. */
  forget() {
    if (this.isBlocked) {
      this.isBlocked = false;
      this.isDirty = false;
    }
  }

  retrySoon() {
    if (this.operation && !this.isSending && !this.isBlocked) {
      this.attempts = 0;
      this.#send();
    }
  }

  async #send() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.isSending || this.isBlocked || !this.isUnsaved) {
      return;
    }
    this.operation ??= this.#next();
    this.isSending = true;
    this.onState("saving");
    try {
      const { status, data } = await this.#put();
      this.#answered(status, data);
    } catch {
      this.#unknown();
    } finally {
      this.isSending = false;
    }
    if (this.timer === null) {
      this.#send();
    }
  }

  /** An old token is replaced and the operation sent once more: reading the sheet brings a new one. */
  async #put() {
    const abort = new AbortController(); // not AbortSignal.timeout, which tablets with iPadOS 15 lack
    const timer = setTimeout(() => abort.abort(), TIMEOUT);
    const options = { signal: abort.signal };
    try {
      const sent = await this.signer.signed(this.url.split("/").at(-1), this.operation);
      const answer = await putJson(this.url, sent, options);
      if (!isOldToken(answer)) {
        return answer;
      }
      await getJson(this.url, options);
      return await putJson(this.url, sent, options);
    } finally {
      clearTimeout(timer);
    }
  }

  #next() {
    this.isDirty = false;
    this.sequence += 1;
    return {
      op_id: uuid(),
      device_id: this.deviceId,
      seq: this.sequence,
      base_rev: this.baseRev,
      client_ts: Date.now(),
      rubric_version: this.rubricVersion,
      final: this.isFinal,
      ...this.snapshot(),
    };
  }

  #saysTheSame({ final, points, comment }) {
    const now = { final: this.isFinal, ...this.snapshot() };
    return JSON.stringify({ final, points, comment }) === JSON.stringify(now);
  }

  #answered(status, data) {
    if (status >= 500 || status === 408 || status === 429 || !isOurs(status, data)) {
      this.#unknown();
      return;
    }
    this.attempts = 0;
    if (status === 200) {
      const sent = this.operation;
      this.isDirty &&= !this.#saysTheSame(sent); // as after a double click
      this.operation = null;
      this.isRenewed = false;
      this.baseRev = data.rev;
      this.isFinal ||= data.state === "submitted"; // a submit pressed meanwhile is still to be sent
      this.onState("saved", data, sent);
      return;
    }
    this.#refused(data);
  }

  /**
   * The operation will never be taken as it is: it goes back to what is only on the page. One whose id
   * was used for other values goes out once more under a new id.
   */
  #refused(data) {
    this.operation = null;
    this.isDirty = true;
    if (data.status === "reused" && !this.isRenewed) {
      this.isRenewed = true;
      return;
    }
    this.isBlocked = true;
    if (data.status === "signature_refused") {
      this.signer.refused();
    }
    if (data.status === "invalid") {
      this.isFinal = false;
    }
    this.onState(data.status, data);
  }

  /** Nothing is known of the operation: no network, a server in trouble, a portal's page in its place. */
  #unknown() {
    this.onState("waiting");
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.attempts);
    this.attempts += 1;
    this.timer = setTimeout(() => this.#send(), wait * (0.75 + Math.random() / 2));
  }
}

function isOldToken({ status, data }) {
  return status === 403 && data?.status === "csrf";
}

/** Whether it says what every answer of our server says (experts/api.py): a portal answers JSON too. */
function isOurs(status, data) {
  if (status === 200) {
    return STORED.includes(data?.status) && Number.isInteger(data.rev) && Boolean(data.saved_at);
  }
  return typeof data?.status === "string" && typeof data.detail === "string";
}

/** One id for this browser; a new one when it may not remember. */
function deviceId() {
  try {
    const kept = localStorage.getItem("qorgau-device") ?? uuid();
    localStorage.setItem("qorgau-device", kept);
    return kept;
  } catch {
    return uuid();
  }
}

/** A random UUID also where `crypto.randomUUID` is missing: a page over plain HTTP in a hall. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
