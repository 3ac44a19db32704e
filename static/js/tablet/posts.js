import { CallQueue } from "../lib/call_queue.js";
import { QueueSender } from "../lib/queue_sender.js";

const STORED = ["applied", "duplicate"];
const REFUSED = [403, 404, 409, 422];

/**
 * What the server does not have yet of one list of an expert, questions to the teams or words to them. It is sent from
 * every page of its expert; what was refused stays on this tablet until its expert gives it up. `onChange(state, item,
 * answer)` hears what became of one: kept, stored, refused. `tell()` lets the other parts of the tablet look again.
 */
export class Posts {
  constructor({ holder, list, address, bodyOf, tell = () => null }) {
    Object.assign(this, { queue: new CallQueue(holder, { list }), tell, onChange: () => null });
    this.sender = new QueueSender(this.queue, {
      address,
      holder,
      bodyOf,
      isSettled: (item, answer) => this.#isSettled(item, answer),
      onUnreachable: () => this.#hear("kept"),
    });
  }

  start() {
    this.sender.start();
    this.sender.drain();
  }

  add(item) {
    this.queue.add(item);
    this.#hear("kept");
    this.sender.drain();
  }

  /** In the place of what was to be said of the same team; what is only typed waits for its expert. */
  put(item) {
    this.queue.write([...this.queue.all().filter(({ defense }) => defense !== item.defense), item]);
    this.#hear("kept");
    this.sender.drain();
  }

  giveUp(id) {
    this.queue.drop(id);
    this.#hear("kept");
  }

  /** All but what is only typed and was never sent. */
  given() {
    return this.queue.all().filter(({ typed, refused }) => !typed || refused);
  }

  of(defense) {
    return this.queue.all().filter((each) => each.defense === defense);
  }

  /** An answer that names the version which stands says what the next try has to have seen. */
  #isSettled(item, { status, data }) {
    const seen = data.number ?? item.seen;
    if (status === 200 && STORED.includes(data.status)) {
      this.queue.drop(item.op_id);
      this.#hear("stored", item, data);
      return true;
    }
    if (REFUSED.includes(status) && data.status !== "csrf" && data.detail) {
      this.queue.mark(item.op_id, { refused: data.detail, seen });
      this.#hear("refused", item, data);
      return true;
    }
    this.#hear("kept");
    return false;
  }

  #hear(state, item = null, answer = null) {
    this.onChange(state, item, answer);
    this.tell();
  }
}

export function questionBody({ op_id, question, defense, text, answer, rehearsal }) {
  return { op_id, question, defense, text, answer, rehearsal };
}

export function wordsBody({ op_id, defense, seen, text, readers, rehearsal }) {
  return { op_id, defense, seen, text, readers, rehearsal };
}
