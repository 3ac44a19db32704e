const unkept = new Map(); // all of a list, where the browser keeps nothing: for every reader on the page

/** The calls of one expert from this tablet that are to be sent, or were sent and not seen yet; they outlive a reload. */
export class CallQueue {
  constructor(holder, storage = localStorage) {
    this.key = `qorgau-calls-${holder}`;
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
    return this.all().filter((call) => !call.sent);
  }

  sent() {
    return this.all().filter((call) => call.sent);
  }

  markSent(id) {
    this.write(this.all().map((call) => (call.op_id === id ? { ...call, sent: true } : call)));
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
