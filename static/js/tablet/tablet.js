import { keptOf } from "../lib/call_queue.js";
import { openDatabase } from "./database.js";
import { Halves } from "./halves.js";
import { uuid } from "./ids.js";
import { Outbox } from "./outbox.js";
import { Posts, questionBody, wordsBody } from "./posts.js";
import { Sender } from "./sender.js";
import { signerFor } from "./signing.js";

/** What all pages of one holder share: the outbox, the sender, and what becomes of operations in any tab. */
class Tablet {
  constructor(holder) {
    this.holder = holder;
    this.tab = uuid();
    this.listeners = [];
    const { questionsUrl, wordsUrl } = document.body.dataset;
    this.questions = new Posts({ holder, list: "questions", address: questionsUrl, bodyOf: questionBody });
    const tell = () => this.tell({ state: "counted" });
    this.words = new Posts({ holder, list: "words", address: wordsUrl, bodyOf: wordsBody, tell });
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`qorgau-${holder}`) : null;
    this.channel?.addEventListener("message", ({ data }) => data.state && this.#hearOther(data));
    this.ready = this.#open();
    this.begun = new Promise((resolve) => {
      this.begin = resolve; // by a sheet's page, when it listens
    });
  }

  async #open() {
    this.database = await openDatabase(this.holder, {
      onEmptied: () => this.#hear({ state: "emptied" }),
      onFull: () => this.#hear({ state: "counted" }),
    });
    this.outbox = new Outbox(this.database, Number(document.body.dataset.rehearsal) || null);
    await this.#forgetEnded();
    this.halves = new Halves(this.database);
    const signer = signerFor(this.holder, document.body.dataset);
    signer.begin();
    this.sender = new Sender(this.outbox, {
      holder: this.holder,
      signer,
      tell: (each) => this.tell(each),
    });
    if (this.database.isOpening) {
      this.database.opened.then((found) => this.#takeLate(found));
    }
    return this;
  }

  /** A page that is left open from the rehearsal before is told what our server would answer it. */
  async #forgetEnded() {
    const ended = this.outbox.rehearsal ? await this.outbox.forgetEnded().catch(() => []) : [];
    for (const operation of ended) {
      this.tell({ state: "rehearsal_over", operation, answer: { status: "rehearsal_over" } });
    }
  }

  /** Whether all that was given, half made, called for or typed is on the server, as far as this tablet knows by now. */
  async hasNothingUnsent() {
    if (this.database.isOpening) {
      return false;
    }
    const [operations, halves] = await Promise.all([this.outbox.all(), this.database.read("drafts")]);
    return operations.length + halves.length + keptOf(this.holder).length === 0;
  }

  /** What was in a database that opened late is shown as of another tab, unless it was given here as well. */
  async #takeLate(found) {
    await this.#forgetEnded();
    const before = new Set((found ?? []).map(({ op_id: id }) => id));
    const all = await this.outbox.all();
    const given = new Set(all.filter(({ op_id: id }) => !before.has(id)).map(({ sheet }) => sheet));
    for (const operation of all.filter(({ sheet }) => !given.has(sheet))) {
      this.#hear({ state: "given", operation });
      if (operation.refused) {
        this.#hear({ state: operation.refused.status, operation, answer: operation.refused });
      }
    }
    this.#hear({ state: "opened" });
    this.sender.drain();
  }

  /** `listener(message)` hears what this tab and the others of this holder tell. */
  listen(listener) {
    this.listeners.push(listener);
  }

  tell(message) {
    this.channel?.postMessage({ ...message, tab: this.tab });
    this.#hear({ ...message, tab: this.tab });
  }

  #hearOther(message) {
    if (message.answer && message.state !== "waiting") {
      this.sender?.reachedElsewhere();
    }
    this.#hear(message);
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
