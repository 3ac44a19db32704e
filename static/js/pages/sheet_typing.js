const PAUSE = 800;

/** A comment is kept when its writer pauses, and at once when something else is about to happen. */
export class SheetTyping {
  constructor(comment, { onBegin, onPause }) {
    this.onPause = onPause;
    this.timer = null;
    comment.addEventListener("input", () => {
      const isBegun = this.isUnderWay;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.end(), PAUSE);
      if (!isBegun) {
        onBegin();
      }
    });
    comment.addEventListener("change", () => this.end());
  }

  get isUnderWay() {
    return this.timer !== null;
  }

  /** Keep what is being typed, if anything is. */
  flush() {
    if (this.isUnderWay) {
      this.end();
    }
  }

  end() {
    this.forget();
    this.onPause();
  }

  /** What was typed is kept with something else. */
  forget() {
    clearTimeout(this.timer);
    this.timer = null;
  }
}
