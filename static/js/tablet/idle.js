import { unsentOf } from "../lib/call_queue.js";
import { patience, postJson } from "../lib/http.js";

const EVERY = 5000;
const PATIENCE = 10000;
const SECOND = 1000;
const SELDOM = 1000;
const USES = ["pointerdown", "keydown", "click", "input", "wheel"];

/**
 * Locks a tablet that lies still: the server ends its session, and only then the PIN covers the page, in
 * all tabs. A touch in one tab is one in all, and outlives the page, which a tablet may throw away; a page
 * that opens by itself is no touch. Nothing is locked while something is to be sent, is asked, or while our
 * server does not answer: it could not take the PIN. A tablet that is locked already is covered without asking
 * the server. A page without the address belongs to a card without a PIN.
 */
export class Idle {
  constructor(tablet, pin) {
    Object.assign(this, { tablet, pin, isAsking: false });
    const { lockUrl, locksAfter, entered } = document.body.dataset;
    if (lockUrl) {
      Object.assign(this, { address: lockUrl, limit: locksAfter * SECOND, entered: Number(entered) });
      this.name = `qorgau-used-${tablet.holder}`;
      this.#listen();
    }
  }

  #listen() {
    this.last = { entered: 0, at: 0, ...this.#kept() };
    if (this.last.at === 0 || this.entered > this.last.entered) {
      this.#use(); // the card or the PIN was just entered
    }
    for (const name of USES) {
      document.addEventListener(name, () => this.#touched(), { capture: true, passive: true });
    }
    this.tablet.listen(({ state }) => ["uncovered", "went_on"].includes(state) && this.#use());
    document.addEventListener("visibilitychange", () => this.#look());
    setInterval(() => this.#look(), EVERY);
    this.#look();
  }

  #touched() {
    if (!this.pin.isCover && Math.abs(Date.now() - this.last.at) > SELDOM) {
      this.#use();
    }
  }

  #use() {
    this.last = { entered: Math.max(this.entered, this.last.entered), at: Date.now() };
    try {
      localStorage.setItem(this.name, JSON.stringify(this.last));
    } catch {
      // a browser that keeps nothing: this page knows it
    }
  }

  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.name));
    } catch {
      return null;
    }
  }

  /** A clock that was set back is no reason to lie still for longer. */
  get #liesStill() {
    this.last = { ...this.last, ...this.#kept() };
    if (this.last.at > Date.now()) {
      this.#use();
    }
    return Date.now() - this.last.at >= this.limit;
  }

  async #look() {
    if (this.isAsking || this.pin.isCover || document.querySelector("dialog[open]") || !this.#liesStill) {
      return;
    }
    this.isAsking = true;
    try {
      if (this.pin.isLocked || this.pin.lock.isLocked) {
        this.#cover(); // its session is over already, and its expert went on
      } else if (await this.#isAllSent()) {
        await this.#lock();
      }
    } catch {
      // no network, or not our server: the next turn tries again
    } finally {
      this.isAsking = false;
    }
  }

  /** What was refused is not to be sent: it stays on this tablet, where the tablet keeps anything. */
  async #isAllSent() {
    const { database, outbox, sender } = this.tablet;
    if (database.isOpening || sender.isDraining || unsentOf(this.tablet.holder) > 0) {
      return false;
    }
    return (await outbox.all()).every(({ refused }) => refused && database.isLasting);
  }

  async #lock() {
    const { status, data } = await postJson(this.address, null, {
      signal: patience(PATIENCE),
      headers: { "X-Person": this.tablet.holder },
    });
    if (data.status === "locked" || (status === 401 && data.why === "locked")) {
      this.#cover();
    }
  }

  #cover() {
    this.tablet.tell({ state: "covered", entered: this.last.entered });
  }
}
