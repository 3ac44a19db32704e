import { hook } from "../lib/dom.js";

/** Shows what differs of a sheet that was changed on two devices, and asks which values stay. */
export class SheetConflict {
  constructor(dialog, { criteria, commentName, number }) {
    Object.assign(this, { dialog, criteria, commentName, number });
    // Neither answer is a default: the page cannot be used before one is given. A browser lets the
    // second Escape in a row through without asking, so the dialog also comes back when it is closed.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => this.onAnswer && dialog.showModal());
    hook("keep-mine", dialog).addEventListener("click", () => this.#answer(true));
    hook("take-theirs", dialog).addEventListener("click", () => this.#answer(false));
  }

  ask(theirs, mine, onAnswer) {
    Object.assign(this, { theirs, onAnswer });
    const rows = this.criteria
      .map(({ key, name }) => [name, this.#shown(mine.points[key]), this.#shown(theirs.points[key])])
      .filter(([, one, other]) => one !== other)
      .map((cells) => this.#row(...cells));
    if (mine.comment !== theirs.comment) {
      rows.push(this.#row(this.commentName, mine.comment || "–", theirs.comment || "–"));
    }
    hook("compare", this.dialog).replaceChildren(...rows);
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
  }

  #row(name, mine, theirs) {
    const row = document.createElement("tr");
    [name, mine, theirs].forEach((text, at) => {
      const cell = document.createElement(at === 0 ? "th" : "td");
      cell.textContent = text;
      row.append(cell);
    });
    return row;
  }

  #shown(value) {
    return value === undefined ? "–" : this.number.format(Number(value));
  }

  #answer(keep) {
    const answer = this.onAnswer;
    this.onAnswer = null;
    this.dialog.close();
    answer(this.theirs, keep);
  }
}
