const LISTS = ["calls", "questions", "words"];
const unkept = new Map(); // all of a list, where the browser keeps nothing: for every reader on the page

/**
 * What one expert asked for from this tablet, the secretary's help or a team's answer, or said to a team after the
 * close: what is typed and not given yet, what is to be sent, what was sent and not seen yet, what was refused. It
 * outlives a reload.
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
    return this.all().filter(({ typed, sent, refused }) => !typed && !sent && !refused);
  }

  sent() {
    return this.all().filter((call) => call.sent);
  }

  markSent(id) {
    this.mark(id, { sent: true });
  }

  mark(id, fields) {
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
      if (calls.length > 0) {
        this.storage.setItem(this.key, JSON.stringify(calls));
      } else {
        this.storage.removeItem(this.key);
      }
      unkept.delete(this.key);
    } catch {
      unkept.set(this.key, calls);
    }
  }
}

/** How much of all lists of an expert is to be sent. */
export function unsentOf(holder) {
  return queuesOf(holder).reduce((count, queue) => count + queue.toSend().length, 0);
}

/** Whatever of all lists of an expert the server does not have: also what is only typed, and what it refused. */
export function keptOf(holder) {
  return queuesOf(holder).flatMap((queue) => queue.all().filter(({ sent }) => !sent));
}

function queuesOf(holder) {
  return LISTS.map((list) => new CallQueue(holder, { list }));
}
