import { openDatabase } from "./database.js";
import { uuid } from "./ids.js";
import { Outbox } from "./outbox.js";
import { Sender } from "./sender.js";
import { signerFor } from "./signing.js";

/** What all pages of one holder share: the outbox, the sender, and what becomes of operations in any tab. */
class Tablet {
  constructor(holder) {
    this.holder = holder;
    this.tab = uuid();
    this.listeners = [];
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`qorgau-${holder}`) : null;
    this.channel?.addEventListener("message", ({ data }) => data.state && this.#hear(data));
    this.ready = this.#open();
    this.begun = new Promise((resolve) => {
      this.begin = resolve; // by a sheet's page, when it listens
    });
  }

  async #open() {
    this.database = await openDatabase(this.holder);
    this.outbox = new Outbox(this.database);
    const signer = signerFor(this.holder, document.body.dataset);
    signer.begin();
    this.sender = new Sender(this.outbox, {
      holder: this.holder,
      signer,
      tell: (each) => this.tell(each),
    });
    return this;
  }

  /** `listener(message)` hears what this tab and the others of this holder tell. */
  listen(listener) {
    this.listeners.push(listener);
  }

  tell(message) {
    this.channel?.postMessage({ ...message, tab: this.tab });
    this.#hear({ ...message, tab: this.tab });
  }

  #hear(message) {
    for (const listener of this.listeners) {
      listener(message);
    }
  }
}

const { holder } = document.body.dataset;

/** Null on a page that knows no card. */
export const tablet = holder ? new Tablet(holder) : null;
