/**
 * A change of a submitted sheet that is left half made: tablets leave a page without asking. It stays on the
 * tablet and is laid over the sheet when it is opened again, until it is submitted or taken back.
 */
export class SheetHalf {
  constructor({ face, halves, data }) {
    Object.assign(this, { face, halves, sheet: data.url, version: data.rubric_version });
    this.isKept = false;
    this.writes = 0;
    this.writing = Promise.resolve();
    document.addEventListener("submit", () => this.keep()); // after the page has taken what was pressed
  }

  get isHalf() {
    const { mode, sums, standing, fields } = this.face;
    return mode.isChange && !sums.saysTheSame(standing, fields.values);
  }

  keep() {
    const values = { ...this.face.fields.values, rubric_version: this.version };
    if (this.isHalf) {
      this.isKept = true;
      this.#inTurn(() => this.halves.keep(this.sheet, values));
    } else if (this.isKept) {
      this.isKept = false;
      this.#inTurn(() => this.halves.drop(this.sheet));
    }
  }

  get isWriting() {
    return this.writes > 0;
  }

  #inTurn(work) {
    this.writes += 1;
    this.writing = this.writing.then(work).catch(() => null).then(() => {
      this.writes -= 1;
    });
  }

  /** `operation` is what the outbox has of this sheet: one that was refused may have been changed since. */
  async layOver({ operation }) {
    const { face } = this;
    const half = await this.halves.of(this.sheet);
    if (half === null || !face.stored) {
      return;
    }
    this.isKept = true;
    const isOver = operation && (!operation.refused || half.at < operation.at);
    if (!isOver && half.values.rubric_version === this.version) {
      face.fields.bringBack(half.values);
      this.#show(operation);
    }
    this.keep();
  }

  #show(operation) {
    const { face } = this;
    if (face.sums.saysTheSame(face.standing, face.fields.values)) {
      return;
    }
    face.turn("change");
    face.reckon();
    if (!operation) {
      face.tellState("idle", face.words.sayings.changing);
    }
  }
}
