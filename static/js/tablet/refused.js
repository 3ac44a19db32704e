import { hook } from "../lib/dom.js";

/**
 * What the server did not take stays in sight, on every page of its expert, with the server's reason,
 * until it is given again, given up, or taken after all.
 */
export class Refused {
  constructor(tablet) {
    this.tablet = tablet;
    this.note = hook("refused-note");
    this.row = this.note.querySelector("template");
    this.own = document.getElementById("sheet-data") ? window.location.pathname : ""; // its page tells it itself
  }

  show(operations) {
    const refused = operations.filter((each) => each.refused && each.page !== this.own);
    this.note.hidden = refused.length === 0;
    hook("refused-list", this.note).replaceChildren(...refused.map((each) => this.#rowOf(each)));
  }

  #rowOf({ sheet, page, title, refused }) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    const link = hook("refused-page", row);
    link.href = page;
    link.textContent = title;
    hook("refused-why", row).textContent = refused.detail;
    const button = row.querySelector("button");
    button.addEventListener("click", () => this.#giveUp(button, sheet));
    return row;
  }

  /** Asks once more in its own words. */
  async #giveUp(button, sheet) {
    if (button.textContent !== button.dataset.sure) {
      button.textContent = button.dataset.sure;
      return;
    }
    await this.tablet.outbox.giveUp(sheet);
    this.tablet.tell({ state: "counted" });
  }
}
