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
      const { basis } = this.face.saver;
      this.#inTurn(() => this.halves.keep(this.sheet, values, basis));
    } else if (this.isKept) {
      this.forget();
    }
  }

  forget() {
    this.isKept = false;
    this.#inTurn(() => this.halves.drop(this.sheet));
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

  /** `operation` is what the outbox has of this sheet: it may have been changed since, whatever became of it. */
  async layOver({ operation }) {
    const { face } = this;
    const half = await this.halves.of(this.sheet);
    if (half === null || !face.standing) {
      return;
    }
    this.isKept = true;
    const isOver = operation && half.at < operation.at;
    if (!isOver && half.values.rubric_version === this.version) {
      face.fields.bringBack(half.values);
      this.#show(half, operation);
    }
    this.keep();
  }

  #show(half, operation) {
    const { face } = this;
    if (face.sums.saysTheSame(face.standing, face.fields.values)) {
      return;
    }
    face.saver.buildOn(half);
    face.turn("change");
    face.reckon();
    if (!operation) {
      face.tellState("idle", face.words.sayings.changing);
    }
  }
}
