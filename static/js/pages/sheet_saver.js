import { HELD } from "../tablet/contract.js";

/**
 * One sheet and the outbox: what is given on its page is kept on the tablet first, and its page is told
 * what becomes of it, also when another page or tab sends it.
 *
 * `snapshot()` gives {points, comment, readers}; `onState(state, answer, sent)` is told every change of state, and
 * with `saved` the values that are stored: saving, saved, waiting, or the word of the server's refusal
 * (experts/sheets.py, Outcome). `onTwin(values)` is told what was given on the same sheet in another tab.
 */
export class SheetSaver {
  constructor({ tablet, url, title, baseRev, rubricVersion, isSubmitted, snapshot, onState, onTwin }) {
    Object.assign(this, { tablet, url, title, baseRev, rubricVersion, snapshot, onState, onTwin });
    this.isFinal = isSubmitted;
    this.isUnsaved = false;
    this.refused = null; // the values that the server did not take
    this.begunOn = null; // what a change was begun on that was left half made
    this.isFailing = false; // the last write to the outbox did not go through
    this.writes = 0;
    this.gives = 0; // how many of them bring something newer than the outbox has
    this.writing = Promise.resolve();
    this.seen = null; // the operation whose values the page shows
    this.lineage = new Set();
    tablet.listen((message) => message.operation?.sheet === url && this.#hear(message));
  }

  get isWriting() {
    return this.writes > 0;
  }

  /** Whether what is not on the server would be gone with the page. */
  get isAtRisk() {
    return this.isWriting || (this.isUnsaved && (this.isFailing || !this.tablet.outbox.isLasting));
  }

  /** What the values on the page were made of. */
  get basis() {
    const { seen, baseRev } = this.begunOn ?? this;
    return { seen, base_rev: baseRev };
  }

  /** A change that was left half made is not built on what others saved since: the server asks which values stay. */
  buildOn({ seen, base_rev: baseRev }) {
    this.begunOn = baseRev === undefined ? null : { seen, baseRev };
  }

  /** Something on the page changed. A submitted sheet stays submitted. */
  change({ submit = false } = {}) {
    this.isFinal ||= submit;
    this.#give(this.snapshot());
  }

  /** Go on after the reason for a refusal is gone: with what was refused, whatever is being changed since. */
  retry() {
    const { refused } = this;
    if (refused === null) {
      this.tablet.sender.wake(); // it is in the outbox as it was given
      return;
    }
    this.isFinal ||= refused.final;
    this.begunOn = null;
    this.#give(refused);
  }

  #give({ points, comment, readers }) {
    const { begunOn } = this;
    this.refused = this.begunOn = null;
    this.isUnsaved = true;
    this.onState("saving");
    this.#write({ points, comment, readers, final: this.isFinal, rubric_version: this.rubricVersion }, begunOn);
  }

  /** What the outbox still has of this sheet, from before the page was opened. */
  takeUp(operation) {
    const { op_id: id, base_rev: baseRev, after, values, refused } = operation;
    this.tablet.sender.shown = operation;
    this.#follow(id);
    this.baseRev = after ? this.baseRev : baseRev;
    this.isFinal ||= values.final;
    this.isUnsaved = true;
    this.refused = refused && values;
  }

  /** After a conflict: build on the server's revision, keeping what is on the page or not. */
  resolve(rev, { keep, isSubmitted }) {
    this.baseRev = rev;
    this.seen = null;
    this.isFinal = isSubmitted || (keep && (this.isFinal || Boolean(this.refused?.final)));
    this.begunOn = null;
    if (keep) {
      this.change();
    } else {
      this.#giveUp();
    }
  }

  /** What was refused is given up: the page shows again what is stored. */
  forget() {
    this.begunOn = null;
    if (this.refused !== null) {
      this.#giveUp();
    }
  }

  #giveUp() {
    this.refused = this.seen = null;
    this.isUnsaved = false;
    this.#inTurn(() => this.tablet.outbox.giveUp(this.url));
  }

  #write(values, begunOn) {
    const write = async () => {
      const { url: sheet, title } = this;
      const { seen, baseRev: base_rev } = begunOn ?? this;
      const page = window.location.pathname;
      const operation = await this.tablet.outbox.put({ sheet, page, title, seen, base_rev, values });
      this.#follow(operation.op_id);
      this.tablet.tell({ state: "given", operation });
      this.tablet.sender.drain();
    };
    this.#inTurn(write, { isNewer: true });
  }

  #inTurn(work, { isNewer = false } = {}) {
    this.writes += 1;
    this.gives += Number(isNewer);
    this.writing = this.writing.then(work).then(
      () => this.#written(false, isNewer),
      () => this.#written(true, isNewer), // what is written next does not fail with it
    );
  }

  #written(isFailing, isNewer) {
    this.isFailing = isFailing;
    this.writes -= 1;
    this.gives -= Number(isNewer);
    this.tablet.tell({ state: "counted" });
  }

  #follow(id) {
    this.seen = id;
    this.lineage.add(id);
  }

  #hear({ state, operation, answer = {}, was, tab }) {
    const isTwins = tab !== this.tablet.tab;
    if (state === "given") {
      if (isTwins) {
        this.#takeTwins(operation);
      }
      return;
    }
    if (!this.lineage.has(was ?? operation.op_id)) {
      return; // of a tab that was never heard: the server will ask which values stay
    }
    if (was && (was === this.seen || state !== "renewed")) {
      this.#follow(operation.op_id); // one that is held stays as it is, and the page may show a newer one
    }
    this.#take(state, operation, answer);
  }

  #takeTwins(operation) {
    this.#follow(operation.op_id);
    this.isUnsaved = true;
    this.refused = this.begunOn = null;
    this.isFinal ||= operation.values.final;
    this.onTwin(operation.values);
  }

  /** Whether something newer than this operation is being written, could not be written, or waits. */
  #isBehind({ op_id: id }) {
    return this.gives > 0 || this.isFailing || (this.seen !== null && id !== this.seen);
  }

  #take(state, operation, answer) {
    if (state === "renewed") {
      return;
    }
    if (state === "saved") {
      this.baseRev = answer.rev;
      this.isFinal ||= answer.state === "submitted"; // a submit pressed meanwhile is still to be sent
      this.isUnsaved = this.#isBehind(operation);
    } else if (!["saving", "waiting", ...HELD].includes(state)) {
      this.refused = operation.values;
      this.isFinal &&= state !== "invalid";
    }
    this.onState(state, answer, operation.values);
  }
}
