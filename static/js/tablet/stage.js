import { hook, setText } from "../lib/dom.js";
import { getJson, patience } from "../lib/http.js";

const EVERY = 5000;
const PATIENCE = 10000;
const AFTER_A_TOUCH = 2000;
const DOWN = ["pointerdown", "touchstart"];
const UP = ["pointerup", "touchend", "touchcancel"];
const TOUCHES = [...DOWN, ...UP, "pointercancel", "touchmove", "wheel", "scroll", "keydown"];
const SHEET = /\/defenses\/(\d+)\/$/;

/**
 * Which team is on stage, asked every five seconds while a page of an expert is seen. On the list of teams
 * its sheet opens by itself, once: not under a finger, not while something is typed or asked, not while
 * another page was asked for, and not when its expert went on to another team meanwhile. Everywhere else a line says it and leads there. Without a
 * network nothing happens.
 */
export class Stage {
  constructor(tablet) {
    this.holder = tablet.holder;
    this.line = hook("stage");
    this.here = Number(SHEET.exec(window.location.pathname)?.[1] ?? 0);
    this.isFirst = true;
    this.isAsking = false;
    this.touchedAt = -AFTER_A_TOUCH;
    this.isTouched = false; // by a finger that is still down
    this.isLeaving = false;
    if (this.line) {
      this.line.hidden ||= "kept" in document.body.dataset; // who was on stage when the page was kept
      this.#listen();
      this.#ask();
    }
  }

  #listen() {
    for (const name of TOUCHES) {
      document.addEventListener(name, (event) => this.#touched(event), { capture: true, passive: true });
    }
    document.addEventListener("click", ({ target }) => this.#clicked(target), { capture: true });
    window.addEventListener("beforeunload", () => this.#leaves(true));
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#leaves(false));
    document.addEventListener("visibilitychange", () => this.#ask());
    setInterval(() => this.#ask(), EVERY);
  }

  #clicked(target) {
    if (target.closest("a[href]:not([target])")) {
      this.#leaves(true);
    }
  }

  /** Whether another page was asked for: opening one more would take its place. */
  #leaves(isLeaving) {
    this.isLeaving = isLeaving;
  }

  #touched({ type, timeStamp, touches }) {
    this.touchedAt = timeStamp;
    if (DOWN.includes(type)) {
      this.isTouched = true;
    } else if (UP.includes(type)) {
      this.isTouched = touches?.length > 0; // a pointer that scrolls is cancelled while its finger stays down
    }
  }

  async #ask() {
    if (document.hidden || this.isAsking) {
      return;
    }
    this.isAsking = true;
    try {
      const options = { signal: patience(PATIENCE), headers: { "X-Person": this.holder } };
      const { status, data } = await getJson(document.body.dataset.reportUrl, options);
      if (status === 200 && data.status === "current") {
        this.#take(data);
      }
    } catch {
      // no network, or not our server: what is known stays
    } finally {
      this.isAsking = false;
    }
  }

  #take({ on_stage: defense, team }) {
    const wentOn = this.isFirst && this.here && defense === this.#remembered("on");
    this.isFirst = false;
    this.#remember("on", defense ?? "");
    if (defense && (defense === this.here || wentOn)) {
      this.#remember("opened", defense);
    }
    this.line.hidden = !defense || defense === this.here;
    if (!this.line.hidden) {
      this.#tell(defense, team);
    }
  }

  #tell(defense, team) {
    const link = this.line.querySelector("a");
    link.href = this.line.dataset.address.replace("/0/", `/${defense}/`);
    setText(link, this.line.dataset.words.replace("{number}", team));
    if (this.#opens(defense, link.pathname)) {
      this.#remember("opened", defense);
      window.location.assign(link.href);
    }
  }

  #opens(defense, address) {
    const isTheirs = document.querySelector(`[data-teams] a[href="${address}"]:not(.my-team--recused)`) !== null;
    return isTheirs && this.#isFree && this.#remembered("opened") !== defense;
  }

  get #isFree() {
    const isStill = !this.isTouched && performance.now() - this.touchedAt > AFTER_A_TOUCH;
    return isStill && !this.isLeaving && !document.querySelector("dialog[open]");
  }

  /** For this tab alone: another one is another pair of hands. */
  #remember(name, value) {
    try {
      sessionStorage.setItem(`qorgau-stage-${name}-${this.holder}`, value);
    } catch {
      // a browser that keeps nothing: the line leads there all the same
    }
  }

  #remembered(name) {
    try {
      return Number(sessionStorage.getItem(`qorgau-stage-${name}-${this.holder}`)) || null;
    } catch {
      return null;
    }
  }
}
