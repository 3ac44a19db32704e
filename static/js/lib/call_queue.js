/** The calls of one expert from this tablet that are to be sent, or were sent and not seen yet; they outlive a reload. */
export class CallQueue {
  constructor(holder, storage = localStorage) {
    this.key = `qorgau-calls-${holder}`;
    this.storage = storage;
    this.unkept = []; // where the browser keeps nothing, while the page stays open
  }

  all() {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "[]");
    } catch {
      return this.unkept;
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
    this.unkept = calls;
    try {
      this.storage.setItem(this.key, JSON.stringify(calls));
    } catch {
      // Nothing more can be done: the page itself holds them.
    }
  }
}

/** An id for an operation, on pages that are not secure too. */
export function newId() {
  if (globalThis.crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
