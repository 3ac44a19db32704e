import { hook, hooks } from "../lib/dom.js";

/** Submitting a sheet, changing what is submitted, and the ways back. */
export class SheetSubmit {
  constructor({ face, saver, undo, trouble, typing }) {
    Object.assign(this, { face, saver, undo, trouble, typing });
    this.fields = face.fields;
    this.sums = face.sums;
  }

  /** A tap on Submit: points that are missing are named in its place. */
  submit() {
    const left = this.fields.missing;
    for (const each of hooks("criterion")) {
      each.classList.toggle("criterion--refused", left.some(({ key }) => key === each.dataset.criterion));
    }
    if (left.length === 0) {
      this.handIn();
      return;
    }
    const names = left.map(({ name }) => name).join(", ");
    this.trouble.ask(this.face.words.missing.replace("{names}", names));
    this.face.criterion(left[0].key).querySelector("input").focus();
  }

  /** What is on the page is submitted; what it takes the place of can be brought back for a while. */
  handIn() {
    const { face, fields } = this;
    this.typing.forget();
    this.trouble.answered();
    if (face.mode.isChange && this.sums.saysTheSame(face.standing, fields.values)) {
      this.keepStanding();
      return;
    }
    this.stand();
    this.saver.change({ submit: true });
  }

  stand() {
    const { face } = this;
    const before = face.standing;
    face.standing = this.fields.values;
    if (before && !this.sums.saysTheSame(before, face.standing)) {
      this.undo.offer(before, this.sums.fromTo(before, face.standing));
    }
    face.turn("read");
  }

  /** Back from changing, to what stands. */
  keepStanding() {
    const { face, saver } = this;
    this.typing.forget();
    this.fields.bringBack(face.standing);
    saver.forget();
    face.turn("read");
    if (!saver.isUnsaved) {
      this.trouble.ask("");
      face.tellState("saved", { line: face.submittedLine });
    }
  }

  /** What is stored is what stands, unless something newer is on its way or being changed. */
  takeAsSubmitted({ points, comment, readers }, { isUnsigned = false } = {}) {
    const { face, saver } = this;
    face.wentUnsigned = isUnsigned;
    face.stored = { points, comment, readers };
    face.standing = saver.isUnsaved ? (face.standing ?? face.stored) : face.stored;
    hooks("signature").forEach((line) => line.remove()); // it is of what was stored before
    if (face.mode.current === "give") {
      face.turn("read");
    }
    if (!saver.isUnsaved) {
      this.undo.stored();
    }
  }

  /** What was handed in was refused: it is on the page to be mended, and what was stored stands. */
  takeBack() {
    const { face } = this;
    face.standing = face.stored;
    this.saver.isFinal &&= face.stored !== null; // else the next point would go out as submitted
    this.undo.withdraw();
    if (face.mode.current !== "give") {
      face.turn(face.stored ? "change" : "give");
    }
  }

  /** The reason for a refusal is gone: what was refused stands again, and what was changed since stays a change. */
  tryAgain() {
    const { refused } = this.saver;
    if (refused?.final && this.sums.saysTheSame(refused, this.fields.values)) {
      this.stand();
    } else if (refused?.final) {
      this.face.standing = refused;
    }
    this.saver.retry();
  }

  /** The answer to a conflict: `theirs` is what the server has, `keep` whether this page's values stay. */
  resolve(theirs, keep, show) {
    const { face, saver } = this;
    const isSubmitted = theirs.state === "submitted";
    face.stored = isSubmitted ? { points: theirs.points, comment: theirs.comment, readers: theirs.readers } : null;
    face.standing = face.stored;
    if (!keep) {
      this.fields.bringBack(theirs);
    }
    saver.resolve(theirs.rev, { keep, isSubmitted });
    if (!keep) {
      face.turn(isSubmitted ? "read" : "give");
      show("saved", theirs);
    } else if (saver.isFinal) {
      this.stand();
    }
  }

  /** Changing begins and ends by a button, which without a script asks for the page anew. */
  listen(form) {
    const acts = { change: () => this.face.turn("change"), keep: () => this.keepStanding() };
    for (const [name, act] of Object.entries(acts)) {
      hook(name).addEventListener("submit", (event) => {
        event.preventDefault();
        this.undo.withdraw();
        act();
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }
}
