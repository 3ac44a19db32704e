import { hook, hooks, setText } from "../lib/dom.js";
import { codesOf, fileOf } from "./handed.js";
import { saveFile } from "./save_file.js";

const QUIET_ZONE = 4;

/**
 * What is not on the server goes there by another road: as codes that an organizer's phone opens, or as a file.
 * Needs no network. What was handed over changes no more on this tablet, so that the server knows it again.
 */
export class HandOver {
  constructor(tablet) {
    this.tablet = tablet;
    this.dialog = hook("hand-over");
    this.tool = hook("hand-over-tool");
    this.codes = [];
    this.at = 0;
    for (const button of hooks("hand-over-open")) {
      button.addEventListener("click", () => this.#open());
    }
    hook("code-before", this.dialog).addEventListener("click", () => this.#show(this.at - 1));
    hook("code-next", this.dialog).addEventListener("click", () => this.#show(this.at + 1));
    hook("save-file", this.dialog).addEventListener("click", () => this.#saveFile());
  }

  /** While something is unsent and cannot go by itself: in the place of the line that counts it. */
  offer(operations) {
    const { sender } = this.tablet;
    const isStuck = sender.isCutOff || sender.isHeld || operations.some(({ refused }) => refused);
    const count = new Set(operations.map(({ sheet }) => sheet)).size;
    this.tool.hidden = count === 0 || !isStuck;
    setText(this.tool, this.tool.dataset.words.replace("{count}", count));
    hook("watch").classList.toggle("visually-hidden", !this.tool.hidden);
  }

  async #open() {
    const operations = await this.tablet.outbox.settled();
    const address = new URL(this.dialog.dataset.address, window.location.href);
    this.sign = await this.tablet.sender.signer.handingOver(this.tablet.sender);
    this.codes = await codesOf(this.sign, address, operations);
    this.#show(0);
    this.dialog.showModal();
  }

  #show(at) {
    this.at = at;
    const { codes, dialog } = this;
    const rows = codes[at]?.rows ?? null;
    hook("code", dialog).toggleAttribute("hidden", rows === null);
    hook("code-too-long", dialog).hidden = rows !== null || codes.length === 0;
    if (rows !== null) {
      draw(hook("code", dialog), rows);
    }
    const which = dialog.dataset.which.replace("{part}", at + 1).replace("{parts}", codes.length);
    setText(hook("code-which", dialog), which);
    hook("code-which", dialog).hidden = codes.length < 2;
    hook("code-before", dialog).hidden = at === 0;
    hook("code-next", dialog).hidden = at >= codes.length - 1;
  }

  async #saveFile() {
    const operations = await this.tablet.outbox.settled();
    const text = await fileOf(this.sign, operations);
    saveFile(`qorgau-${this.tablet.holder}.json`, text);
  }
}

/** One line of the path for each run of dark modules. */
function draw(svg, rows) {
  const side = rows.length + 2 * QUIET_ZONE;
  const lines = rows.flatMap((row, y) => {
    const text = row.map(Number).join("");
    return [...text.matchAll(/1+/g)].map(({ index: x, 0: { length } }) => {
      return `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h${length}v1h-${length}z`;
    });
  });
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.querySelector("path").setAttribute("d", lines.join(""));
}
