const LONGEST = 60000;

/**
 * Until when the server asked to be left alone (Retry-After), for every page and tab of one holder. It is
 * told in milliseconds of the tablet's clock, and never believed to be further away than a minute.
 */
export class Pause {
  constructor(holder) {
    this.name = `qorgau-pause-${holder}`;
    this.until = 0;
  }

  get left() {
    const left = Math.max(this.until, this.#kept()) - Date.now();
    return left > 0 && left <= LONGEST ? left : 0;
  }

  keep(seconds) {
    if (seconds <= 0) {
      return;
    }
    this.until = Date.now() + seconds * 1000;
    try {
      localStorage.setItem(this.name, String(this.until));
    } catch {
      // a browser that keeps nothing: this page knows it
    }
  }

  #kept() {
    try {
      return Number(localStorage.getItem(this.name)) || 0;
    } catch {
      return 0;
    }
  }
}
