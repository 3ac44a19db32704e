import { hook, setText } from "../lib/dom.js";

const SECONDS = 10;

/** The way back after a change, until ten seconds after the change was stored. */
export class SheetUndo {
  constructor(form, onUndo) {
    this.form = form;
    this.timer = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { earlier } = this;
      this.withdraw();
      onUndo(earlier);
    });
  }

  offer(earlier, words) {
    this.withdraw();
    this.earlier = earlier;
    this.form.hidden = false;
    setText(hook("undo-words", this.form), words);
  }

  /** The change is on the server: from now on the time runs. */
  stored(seconds = SECONDS) {
    if (this.earlier && this.timer === null) {
      this.timer = setTimeout(() => this.withdraw(), seconds * 1000);
    }
  }

  withdraw() {
    clearTimeout(this.timer);
    this.timer = null;
    this.earlier = null;
    if (this.form.contains(document.activeElement)) {
      document.querySelector("[data-change] button").focus({ preventScroll: true });
    }
    this.form.hidden = true;
  }
}
