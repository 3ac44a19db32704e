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
    const tellsItself = document.getElementById("sheet-data") ?? hook("words-page");
    this.own = tellsItself ? window.location.pathname : "";
  }

  show(operations) {
    const refused = operations.filter((each) => each.refused && each.page !== this.own);
    this.note.hidden = refused.length === 0;
    const said = JSON.stringify(refused.map((each) => [each.op_id, whyOf(each)]));
    if (said !== this.said) { // else nothing is said twice, and no button goes from under a finger
      this.said = said;
      hook("refused-list", this.note).replaceChildren(...refused.map((each) => this.#rowOf(each)));
    }
  }

  #rowOf(operation) {
    const { page, title } = operation;
    const row = this.row.content.firstElementChild.cloneNode(true);
    const link = hook("refused-page", row);
    link.href = page;
    link.textContent = title;
    hook("refused-why", row).textContent = whyOf(operation);
    const button = row.querySelector("button");
    button.setAttribute("aria-label", `${button.textContent.trim()}: ${title}`);
    button.addEventListener("click", () => this.#giveUp(button, operation));
    if (isOfWords(operation)) {
      button.dataset.sure = button.dataset.sureWords;
    }
    return row;
  }

  async #giveUp(button, operation) {
    const { op_id: id, sheet, title } = operation;
    if (!isSure(button)) {
      button.setAttribute("aria-label", `${button.textContent}: ${title}`);
      return;
    }
    if (isOfWords(operation)) {
      this.tablet.words.giveUp(id);
      return;
    }
    await this.tablet.outbox.giveUp(sheet);
    await this.tablet.halves.drop(sheet); // else it would come back as a change
    this.tablet.tell({ state: "counted" });
  }
}

/** Words to a team wait in a list of their own, with the sentence alone. */
function isOfWords({ refused }) {
  return typeof refused === "string";
}

function whyOf(operation) {
  return isOfWords(operation) ? operation.refused : operation.refused.detail;
}
