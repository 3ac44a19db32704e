import { CallQueue } from "../lib/call_queue.js";
import { QueueSender } from "../lib/queue_sender.js";

const STORED = ["applied", "duplicate"];
const REFUSED = [403, 404, 409, 422];

/**
 * Questions to the teams that the server does not have yet. They are sent from every page of their expert; what
 * was refused stays on this tablet until its expert gives it up. `onChange(state)` hears what became of one:
 * kept, stored, refused.
 */
export class Questions {
  constructor({ holder, address, onChange = () => null }) {
    this.queue = new CallQueue(holder, { list: "questions" });
    this.onChange = onChange;
    this.sender = new QueueSender(this.queue, {
      address,
      holder,
      bodyOf,
      isSettled: (question, answer) => this.#isSettled(question, answer),
      onUnreachable: () => this.onChange("kept"),
    });
  }

  start() {
    this.sender.start();
    this.sender.drain();
  }

  add(question) {
    this.queue.add(question);
    this.onChange("kept");
    this.sender.drain();
  }

  giveUp(id) {
    this.queue.drop(id);
    this.onChange("kept");
  }

  of(defense) {
    return this.queue.all().filter((each) => each.defense === defense);
  }

  #isSettled({ op_id: id }, { status, data }) {
    if (status === 200 && STORED.includes(data.status)) {
      this.queue.drop(id);
      this.onChange("stored");
      return true;
    }
    if (REFUSED.includes(status) && data.status !== "csrf" && data.detail) {
      this.queue.markRefused(id, data.detail);
      this.onChange("refused");
      return true;
    }
    this.onChange("kept");
    return false;
  }
}

function bodyOf({ op_id, question, defense, text, answer, rehearsal }) {
  return { op_id, question, defense, text, answer, rehearsal };
}
