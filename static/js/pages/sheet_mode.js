import { hooks } from "../lib/dom.js";

const FOCUS = { read: "[data-change] button", change: "[data-criterion] :is(input:checked, input[type=text])" };

/** What the page lets an expert do: `give` points, `read` what is submitted, or `change` it. */
export class SheetMode {
  constructor() {
    this.current = document.body.dataset.mode;
  }

  get isChange() {
    return this.current === "change";
  }

  /** Scales that are not shown take no touch and no key; the focus goes on to what is shown. */
  turn(mode) {
    if (mode === this.current) {
      return;
    }
    const hadFocus = document.activeElement;
    this.current = mode;
    document.body.dataset.mode = mode;
    for (const criterion of hooks("criterion")) {
      criterion.disabled = mode === "read";
    }
    for (const part of hooks("in")) {
      part.hidden = !part.dataset.in.split(" ").includes(mode);
    }
    if (hadFocus !== document.body && !hadFocus.checkVisibility?.()) {
      document.querySelector(FOCUS[mode])?.focus({ preventScroll: true });
    }
  }
}
