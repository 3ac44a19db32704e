const COVERED = "covered";
const OPENED = "opened";

/**
 * Whether the session of this tablet is over because it lay still, as all pages of one holder know it: also one
 * that is opened anew, and without a network. It ends with the PIN; a page that our server made later knows by
 * itself that it was entered. A tablet whose expert went on without a network is locked and open.
 */
export class Lock {
  constructor({ holder }) {
    this.name = `qorgau-lock-${holder}`;
    this.entered = Number(document.body.dataset.entered ?? 0);
    this.kept = null; // where the browser keeps nothing
    if (this.#found === null) {
      this.end(); // entered since
    }
  }

  get isLocked() {
    return this.#found !== null;
  }

  get isCovered() {
    return this.#found?.is === COVERED;
  }

  /** `entered`: the last time that a card or a PIN was entered here, as any page knows it. */
  cover(entered) {
    this.#keep({ is: COVERED, entered });
  }

  goOn() {
    if (this.isCovered) {
      this.#keep({ ...this.#found, is: OPENED });
    }
  }

  end() {
    this.kept = null;
    try {
      localStorage.removeItem(this.name);
    } catch {
      // a browser that keeps nothing
    }
  }

  #keep(row) {
    this.kept = row;
    try {
      localStorage.setItem(this.name, JSON.stringify(row));
    } catch {
      // this page knows it
    }
  }

  get #found() {
    const row = this.#read();
    return row && row.entered >= this.entered ? row : null;
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? this.kept;
    } catch {
      return this.kept;
    }
  }
}
