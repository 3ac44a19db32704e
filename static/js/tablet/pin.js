import { hook, hooks, setText } from "../lib/dom.js";
import { csrfToken, patience, postJson } from "../lib/http.js";
import { Lock } from "./lock.js";

const AGAIN = 60000;
const PATIENCE = 10000;
const SECOND = 1000;

/**
 * Asks for the PIN over the page when the server says that this tablet is locked. What was given stays
 * in the outbox and is sent when the PIN was right. After “Later” it asks again with the next touch of
 * Submit, or after a minute. A tablet that no PIN opens is told so once, with the way to a card.
 *
 * Over a tablet that lay still it is a cover (idle.js), also over a page that is opened anew without a network:
 * there is no “Later”, but where our server does not answer its expert goes on. The PIN is asked again before
 * anything is sent.
 */
export class Pin {
  constructor(tablet) {
    Object.assign(this, { tablet, isLocked: false, isCover: false, isLater: false, isTold: false, waits: 0, timer: null });
    this.lock = new Lock(tablet);
    this.dialog = hook("pin");
    this.form = hook("pin-form", this.dialog);
    this.field = this.form.querySelector("input");
    this.button = hook("pin-unlock", this.dialog);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#unlock();
    });
    this.#listen();
    tablet.listen((message) => this.#hear(message));
    this.#look();
  }

  /** A page that is opened anew, or shown again by the browser as it was left. */
  #look() {
    if (this.lock.isCovered && !this.isCover) {
      this.#cover();
    }
  }

  #listen() {
    hook("pin-later", this.dialog).addEventListener("click", () => this.dialog.close());
    hook("pin-offline", this.dialog).addEventListener("click", () => this.#goOn());
    window.addEventListener("pageshow", () => this.#look());
    this.dialog.addEventListener("cancel", (event) => this.isCover && event.preventDefault());
    this.dialog.addEventListener("close", () => (this.isCover ? this.dialog.showModal() : this.#later()));
    document.addEventListener("submit", ({ target }) => target.id === "sheet" && this.#askAgain());
    document.addEventListener("click", ({ target }) => {
      if (target.closest("[data-act='retry']")) {
        this.#askAgain();
      }
    });
  }

  /** An answer `signed_out` of the server; a sheet's own page tells by itself why no PIN helps it. */
  hear({ why, detail }, { isTold = false } = {}) {
    if (why === "locked") {
      this.#ask();
    } else if (this.dialog.open || !(isTold || this.isTold)) {
      this.#tellOut(detail);
    }
  }

  #hear({ state, operation, answer, entered }) {
    if (state === "signed_out") {
      const isTold = hook("trouble") !== null && operation.page === window.location.pathname;
      this.hear(answer, { isTold });
    } else if (state === "covered") {
      this.lock.cover(entered);
      this.#cover();
    } else if (state === "uncovered" || (state === "saved" && !this.isCover)) {
      this.lock.end();
      this.#opened(); // the PIN was entered in another tab
    }
  }

  #cover() {
    this.isLocked = this.isCover = true;
    this.#show({ isOut: false });
  }

  #ask() {
    this.isLocked = true;
    if (!this.isLater && !this.dialog.open) {
      this.#show({ isOut: false });
    }
  }

  #show({ isOut }) {
    this.form.hidden = isOut;
    hook("pin-out", this.dialog).hidden = !isOut;
    this.dialog.toggleAttribute("data-cover", this.isCover);
    hook("pin-offline", this.dialog).hidden = true;
    for (const part of hooks("pin-when", this.dialog)) {
      part.hidden = (part.dataset.pinWhen === "still") !== this.isCover;
    }
    if (!this.dialog.open) {
      this.#say("");
      this.dialog.showModal();
    }
  }

  #tellOut(sentence) {
    this.isLocked = false;
    this.isTold = true;
    this.#show({ isOut: true });
    this.#say(sentence);
    hook("pin-out", this.dialog).querySelector("a").focus();
  }

  #askAgain() {
    this.isLater = false;
    if (this.isLocked) {
      this.#ask();
    }
  }

  #later() {
    this.field.value = "";
    clearTimeout(this.timer);
    if (this.isLocked) {
      this.isLater = true;
      this.timer = setTimeout(() => this.#askAgain(), AGAIN);
    }
  }

  #goOn() {
    this.lock.goOn();
    this.#opened();
    this.tablet.tell({ state: "went_on" });
  }

  #opened() {
    this.isLocked = this.isCover = this.isLater = this.isTold = false;
    renewTokens();
    this.dialog.close();
  }

  async #unlock() {
    const body = { pin: this.field.value, card: Number(document.body.dataset.card) };
    this.button.disabled = true;
    try {
      const answer = await this.#post(body);
      this.field.value = "";
      this.#take(answer);
    } catch {
      this.#say(this.dialog.dataset.unreached);
      hook("pin-offline", this.dialog).hidden = !this.isCover;
    } finally {
      this.button.disabled = this.waits > 0;
    }
    this.field.focus(); // where it is still asked for
  }

  /** An old token is replaced by the answer that refuses it. */
  async #post(body) {
    const send = () => postJson(this.dialog.dataset.address, body, { signal: patience(PATIENCE) });
    const answer = await send();
    return answer.data.status === "csrf" ? await send() : answer;
  }

  #take({ status, data }) {
    if (status === 200) {
      this.tablet.tell({ state: "uncovered" });
      this.tablet.sender.drain();
    } else if (status === 403) {
      this.#tellOut(data.detail);
    } else {
      this.#say(data.detail ?? this.dialog.dataset.unreached);
      this.#count(data.seconds ?? 0);
    }
  }

  /** The seconds in which nothing is tried, on the button. */
  #count(seconds) {
    const { dataset } = this.button;
    this.waits = seconds;
    this.button.disabled = seconds > 0;
    setText(this.button, seconds ? dataset.waits.replace("{seconds}", seconds) : dataset.words);
    if (seconds > 0) {
      setTimeout(() => this.#count(seconds - 1), SECOND);
    }
  }

  #say(text) {
    const line = hook("pin-said", this.dialog);
    line.hidden = text === "";
    setText(line, text);
  }
}

/** The forms that stood on the page before carry the token of the session that ended. */
function renewTokens() {
  for (const field of document.querySelectorAll("input[name='csrfmiddlewaretoken']")) {
    field.value = csrfToken();
  }
}
