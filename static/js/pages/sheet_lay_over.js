/** What this tablet knows that the page does not is laid over it: what was stored since, and what was not sent. */
export class SheetLayOver {
  constructor({ face, saver, submit, trouble, show, data }) {
    Object.assign(this, { face, saver, submit, trouble, show, data });
    this.fields = face.fields;
  }

  takeUp({ operation, known }) {
    if (known && known.rev > this.data.base_rev) {
      this.fields.bringBack(known.values);
      this.saver.baseRev = known.rev;
      this.#takeKnown(known);
    }
    if (operation) {
      this.fields.bringBack(operation.values);
      this.saver.takeUp(operation);
      this.#takeGiven(operation);
    }
  }

  #takeKnown({ state, values, saved_at, isUnsigned }) {
    const { face } = this;
    const isSubmitted = state === "submitted";
    this.saver.isFinal ||= isSubmitted;
    const saying = face.words.sayings[isSubmitted ? "submitted" : "saved"];
    face.tellState("saved", saying, { saved_at });
    if (isSubmitted) {
      face.keepLine(saying, { saved_at });
      face.stored = face.standing = values;
      face.wentUnsigned = Boolean(isUnsigned);
      face.turn("read");
    }
  }

  /** What was refused is asked for once more, unless a sheet stands that it would change, or its criteria have changed. */
  #takeGiven({ refused, values }) {
    const { face, saver } = this;
    if (refused && face.stored) {
      face.turn("change");
      this.show(refused.status, refused, values);
    } else if (refused?.status === "rubric_changed" && values.final) {
      this.#lookOver();
    } else if (refused) {
      saver.retry();
    } else {
      if (values.final) {
        this.submit.stand();
      }
      this.show("waiting", {}, values);
    }
  }

  /** What was submitted under other criteria is a draft under these: submitting is its expert's own act. */
  #lookOver() {
    this.saver.isFinal = false;
    this.saver.change();
    this.trouble.ask(this.face.words.look_over);
  }
}
