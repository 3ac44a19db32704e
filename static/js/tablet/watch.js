import { hook, setText } from "../lib/dom.js";
import { HandOver } from "./hand_over.js";
import { Refused } from "./refused.js";

/** How much of this holder's is not on the server, in the head of every page and for whoever asks the page. */
export class Watch {
  constructor(tablet) {
    this.tablet = tablet;
    this.handOver = new HandOver(tablet);
    this.line = hook("watch");
    this.asked = 0;
    this.refused = new Refused(tablet);
  }

  async look() {
    this.asked += 1;
    const { asked } = this;
    const { database, outbox } = this.tablet;
    const words = this.tablet.words.given();
    const operations = await outbox.all();
    if (asked !== this.asked) {
      return;
    }
    hook("opening").hidden = !database.isOpening;
    const isKept = database.isLasting && "serviceWorker" in navigator;
    const isInsecure = database.isLasting && !window.isSecureContext;
    hook("insecure").hidden = database.isOpening || !isInsecure;
    hook("passing").hidden = database.isOpening || isKept || isInsecure;
    if (!database.isOpening) {
      this.#show(operations, words); // before, nobody knows what else is unsent
    }
  }

  #show(operations, words) {
    const sheets = new Set(operations.map(({ sheet }) => sheet));
    const refused = new Set(operations.filter((each) => each.refused).map(({ sheet }) => sheet));
    document.body.dataset.unsent = sheets.size;
    document.body.dataset.refused = refused.size;
    this.refused.show([...operations, ...words]);
    this.handOver.offer(operations);
    this.#markTabs(operations);
    const count = sheets.size + words.length;
    this.line.hidden = count === 0;
    setText(this.line, this.line.dataset.words.replace("{count}", count));
  }

  /** Other teams whose sheets wait on this tablet; the page's own tab is its script's. */
  #markTabs(operations) {
    const waiting = new Set(operations.map(({ page }) => page));
    for (const tab of document.querySelectorAll(".team-tabs a:not([data-tab])")) {
      const word = tab.querySelector("small");
      tab.dataset.said ??= word.textContent;
      setText(word, waiting.has(tab.pathname) ? this.line.dataset.waits : tab.dataset.said);
    }
  }
}
