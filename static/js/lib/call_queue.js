const LISTS = ["calls", "questions"];
const unkept = new Map(); // all of a list, where the browser keeps nothing: for every reader on the page

/**
 * What one expert asked for from this tablet, the secretary's help or a team's answer: what is to be sent, what was
 * sent and not seen yet, what was refused. It outlives a reload.
 */
export class CallQueue {
  constructor(holder, { list = "calls", storage = localStorage } = {}) {
    this.key = `qorgau-${list}-${holder}`;
    this.storage = storage;
  }

  all() {
    if (unkept.has(this.key)) {
      return unkept.get(this.key);
    }
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "[]");
    } catch {
      return [];
    }
  }

  toSend() {
    return this.all().filter(({ sent, refused }) => !sent && !refused);
  }

  sent() {
    return this.all().filter((call) => call.sent);
  }

  markSent(id) {
    this.#change(id, { sent: true });
  }

  markRefused(id, why) {
    this.#change(id, { refused: why });
  }

  #change(id, fields) {
    this.write(this.all().map((call) => (call.op_id === id ? { ...call, ...fields } : call)));
  }

  add(call) {
    this.write([...this.all(), call]);
  }

  drop(id) {
    this.write(this.all().filter((call) => call.op_id !== id));
  }

  write(calls) {
    try {
      this.storage.setItem(this.key, JSON.stringify(calls));
      unkept.delete(this.key);
    } catch {
      unkept.set(this.key, calls);
    }
  }
}

/** How much of all lists of an expert is not sent. */
export function unsentOf(holder) {
  return LISTS.reduce((count, list) => count + new CallQueue(holder, { list }).toSend().length, 0);
}
