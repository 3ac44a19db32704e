import { hook, setText } from "../lib/dom.js";
import { isSure } from "../lib/sure.js";
import { SAID } from "./handing_line.js";

/** What the server fails at, to be given up; and what it refused of a diploma that stands on another page. */
export class Aside {
  constructor(note, words, giveUp) {
    Object.assign(this, { note, words, giveUp });
    this.row = note.querySelector("template");
    this.all = hook("aside-all", note);
    this.allLabel = this.all.textContent;
    this.shown = "";
    this.failed = [];
    this.all.addEventListener("click", () => isSure(this.all) && this.#giveUpAll());
  }

  /** Returns the codes of the diplomas that wait for what failed. */
  show(taps) {
    const failed = taps.filter((each) => each.failed);
    this.note.hidden = failed.length === 0;
    const shown = failed.map(({ op_id: id, failed: status }) => `${id} ${status}`).join();
    if (shown !== this.shown) { // else no button goes from under a finger
      this.shown = shown;
      this.failed = failed;
      this.all.hidden = failed.length < 2;
      setText(this.all, this.allLabel);
      hook("aside-list", this.note).replaceChildren(...failed.map((each) => this.#rowOf(each)));
    }
    return new Set(failed.map(({ code }) => code));
  }

  tell({ name, code }, refusal) {
    if (refusal.trim()) {
      const line = document.createElement("p");
      line.className = "note note-warn";
      setText(line, `${name ?? code}: ${refusal.trim()}`);
      this.note.after(line);
    }
  }

  async #giveUpAll() {
    for (const each of this.failed) {
      await this.giveUp(each);
    }
  }

  #rowOf(tap) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    const said = this.words[SAID[tap.kind]].replace("{name}", tap.proxy);
    setText(hook("aside-what", row), `${tap.name ?? tap.code}: ${said} (${tap.failed})`);
    const button = row.querySelector("button");
    const name = () => button.setAttribute("aria-label", `${button.textContent.trim()}: ${tap.name ?? tap.code}`);
    name();
    button.addEventListener("click", () => (isSure(button) ? this.giveUp(tap) : name()));
    return row;
  }
}
