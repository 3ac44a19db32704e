import { patience, putJson } from "../lib/http.js";

const EVERY = 20000;
const SELDOM = 3000;
const PATIENCE = 10000;

/**
 * What the tablet says of itself while its page is seen: at the start, every twenty seconds, and when the
 * number of unsent sheets changes. Sheets go first, and a word that did not come through waits for its next turn.
 */
export class Report {
  constructor(tablet, { onSignedOut }) {
    Object.assign(this, { tablet, onSignedOut });
    this.unsent = null; // as it was said last
    this.clock = null;
    this.timer = null;
    this.isSending = false;
    tablet.listen(() => this.#soon());
    document.addEventListener("visibilitychange", () => this.#turn());
    setInterval(() => this.#turn(), EVERY);
    this.#turn();
  }

  #soon() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (document.body.dataset.unsent !== this.unsent) {
        this.#turn();
      }
    }, SELDOM);
  }

  async #turn() {
    if (document.hidden || this.isSending || this.tablet.database.isOpening) {
      return; // while the database is opening, nobody knows what is unsent
    }
    if (this.tablet.sender.isDraining) {
      this.#soon();
      return;
    }
    this.isSending = true;
    try {
      this.#take(await this.#put());
    } catch {
      // no network, or not our server: it is said at the next turn
    } finally {
      this.isSending = false;
    }
  }

  async #put() {
    const { build, unsent, reportUrl } = document.body.dataset;
    const said = { version: build, unsent: Number(unsent), clock_ms: this.clock, battery: await battery() };
    this.unsent = unsent;
    return putJson(reportUrl, said, {
      signal: patience(PATIENCE),
      headers: { "X-Person": this.tablet.holder },
    });
  }

  #take({ status, data }) {
    if (status === 200 && Number.isInteger(data.now)) {
      this.clock = Date.now() - data.now;
    } else if (status === 401 && data.status === "signed_out") {
      this.onSignedOut(data);
    }
  }
}

/** Between 0 and 1; null where a browser does not say. */
async function battery() {
  try {
    return (await navigator.getBattery()).level;
  } catch {
    return null;
  }
}
