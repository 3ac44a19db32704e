import { hook } from "../lib/dom.js";
import { isSure } from "../lib/sure.js";

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
    const said = JSON.stringify(refused.map(({ op_id: id, refused: { detail } }) => [id, detail]));
    if (said !== this.said) { // else nothing is said twice, and no button goes from under a finger
      this.said = said;
      hook("refused-list", this.note).replaceChildren(...refused.map((each) => this.#rowOf(each)));
    }
  }

  #rowOf({ sheet, page, title, refused }) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    const link = hook("refused-page", row);
    link.href = page;
    link.textContent = title;
    hook("refused-why", row).textContent = refused.detail;
    const button = row.querySelector("button");
    button.setAttribute("aria-label", `${button.textContent.trim()}: ${title}`);
    button.addEventListener("click", () => this.#giveUp(button, { sheet, title }));
    return row;
  }

  async #giveUp(button, { sheet, title }) {
    if (!isSure(button)) {
      button.setAttribute("aria-label", `${button.textContent}: ${title}`);
      return;
    }
    await this.tablet.outbox.giveUp(sheet);
    await this.tablet.halves.drop(sheet); // else it would come back as a change
    this.tablet.tell({ state: "counted" });
  }
}
