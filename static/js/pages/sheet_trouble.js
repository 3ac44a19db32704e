import { hook, hooks, setText } from "../lib/dom.js";
import { isSure } from "../lib/sure.js";

/** The note above the criteria: what happened, what to do next, and the buttons for it. */
export class SheetTrouble {
  constructor(note, { names, onRetry, onSheet, onGiveUp }) {
    Object.assign(this, { note, names, asked: "" });
    const acts = { retry: onRetry, open_sheet: onSheet, give_up: onGiveUp };
    for (const button of hooks("act", note)) {
      button.addEventListener("click", () => isSure(button) && acts[button.dataset.act]?.());
    }
  }

  /** An answer of the server with what is said of it; nothing is shown when there is nothing to say. */
  tell({ detail, faults = [] }, { step, acts }) {
    const places = faults.map(({ place, detail: fault }) => `${this.names[place] ?? place}: ${fault}`);
    const text = [detail, ...places, step].filter(Boolean).join(" ");
    this.asked = text ? "" : this.asked;
    this.#say(text || this.asked, text ? acts : []);
  }

  /** What the expert is asked to do stays until they act, whatever becomes of a save meanwhile. */
  ask(text) {
    this.asked = text;
    this.#say(text);
  }

  /** They acted. */
  answered() {
    if (this.asked) {
      this.ask("");
    }
  }

  #say(text, acts = []) {
    this.note.hidden = text === "";
    setText(hook("trouble-text", this.note), text);
    hook("trouble-acts", this.note).hidden = acts.length === 0;
    for (const button of hooks("act", this.note)) {
      button.hidden = !acts.includes(button.dataset.act);
    }
  }
}
