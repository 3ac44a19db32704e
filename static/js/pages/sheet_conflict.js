import { hook } from "../lib/dom.js";

/** Shows what differs of a sheet that was changed on two devices, and asks which values stay. */
export class SheetConflict {
  constructor(dialog, { criteria, words, sums }) {
    Object.assign(this, { dialog, criteria, words, sums });
    this.title = dialog.querySelector("h2");
    // Neither answer is a default: the page cannot be used before one is given. A browser lets the
    // second Escape in a row through without asking, so the dialog also comes back when it is closed.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => this.onAnswer && dialog.showModal());
    hook("keep-mine", dialog).addEventListener("click", () => this.answer(true));
    hook("take-theirs", dialog).addEventListener("click", () => this.answer(false));
  }

  get isAsking() {
    return Boolean(this.onAnswer);
  }

  /** `isOlder`: the server has less than it once had, and no other device is meant. */
  ask(theirs, { mine, isOlder }, onAnswer) {
    Object.assign(this, { theirs, onAnswer });
    this.title.textContent = isOlder ? this.title.dataset.older : this.title.dataset.newer;
    const rows = this.criteria
      .map(({ key, name }) => [name, this.#shown(mine.points[key]), this.#shown(theirs.points[key])])
      .filter(([, one, other]) => one !== other)
      .map((cells) => this.#row(...cells));
    if (mine.comment !== theirs.comment) {
      rows.push(this.#row(this.words.comment, mine.comment || "–", theirs.comment || "–"));
    }
    const [one, other] = [mine, theirs].map(({ readers }) => this.words.readers[readers ?? "protocol"]);
    if (one !== other) {
      rows.push(this.#row(this.words.read_by, one, other));
    }
    rows.push(this.#row(this.words.total, this.sums.totalOf(mine.points), this.sums.totalOf(theirs.points)));
    hook("compare", this.dialog).replaceChildren(...rows);
    if (!this.dialog.open) {
      this.dialog.showModal();
      this.title.focus(); // neither answer is chosen by a key that was meant for the page
    }
  }

  #row(name, mine, theirs) {
    const row = document.createElement("tr");
    [name, mine, theirs].forEach((text, at) => {
      const cell = document.createElement(at === 0 ? "th" : "td");
      cell.textContent = text;
      if (at === 0) {
        cell.scope = "row";
      }
      row.append(cell);
    });
    return row;
  }

  #shown(value) {
    return value === undefined ? "–" : this.sums.number.format(Number(value));
  }

  answer(keep) {
    const answer = this.onAnswer;
    this.close();
    answer(this.theirs, keep);
  }

  close() {
    this.onAnswer = null;
    this.dialog.close();
  }
}
