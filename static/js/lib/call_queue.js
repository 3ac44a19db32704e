/** The calls of one expert from this tablet that are to be sent, or were sent and not seen yet; they outlive a reload. */
export class CallQueue {
  constructor(holder, storage = localStorage) {
    this.key = `qorgau-calls-${holder}`;
    this.storage = storage;
    this.unkept = null; // all of them, where the browser keeps nothing: while the page stays open
  }

  all() {
    if (this.unkept !== null) {
      return this.unkept;
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
      this.unkept = null;
    } catch {
      this.unkept = calls;
    }
  }
}
