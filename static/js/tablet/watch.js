import { hook, setText } from "../lib/dom.js";

/** How much of this holder's is not on the server, in the head of every page and for whoever asks the page. */
export class Watch {
  constructor(tablet) {
    this.tablet = tablet;
    this.line = hook("watch");
    this.asked = 0;
  }

  async look() {
    this.asked += 1;
    const { asked } = this;
    const operations = await this.tablet.outbox.all();
    if (asked === this.asked) {
      this.#show(operations);
    }
  }

  #show(operations) {
    const sheets = new Set(operations.map(({ sheet }) => sheet));
    const refused = new Set(operations.filter((each) => each.refused).map(({ sheet }) => sheet));
    document.body.dataset.unsent = sheets.size;
    document.body.dataset.refused = refused.size;
    this.line.hidden = sheets.size === 0;
    setText(this.line, this.line.dataset.words.replace("{count}", sheets.size));
  }
}
