import { hook } from "../lib/dom.js";

const DECIMAL = /^\d{1,18}(\.\d{1,18})?$/;
const FINEST = 100; // points have at most two decimal places

/**
 * A field for points where a scale has too many values for buttons. A comma is a point. What can be given
 * stands in a hidden field that takes the field's name, so that the rest of the page reads it as it reads
 * buttons; anything else is told at once and not sent, and what could be given before stays.
 */
export class PointsField {
  constructor(root, decimalSign) {
    const { lowest, highest, step } = root.dataset;
    const scale = [lowest, highest, step].map((text) => Math.round(Number(text) * FINEST));
    Object.assign(this, { decimalSign, lowest: scale[0], highest: scale[1], step: scale[2] });
    this.input = root.querySelector("input");
    this.refused = hook("refused", root);
    this.scale = hook("scale", root).textContent;
    this.#takeName();
    this.#addSteps(root);
    this.input.addEventListener("change", (event) => this.#read(event));
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault(); // the key of a tablet that says "done" submits no sheet
        this.input.blur();
      }
    });
  }

  /** Whether something stands in it that nobody has read yet. */
  get isBeingTyped() {
    return this.input.value !== this.read;
  }

  /** Reads what is being typed as if the field were left. */
  flush() {
    if (this.isBeingTyped) {
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /** Puts in what somebody typed, be it possible or not. */
  type(text) {
    this.input.value = text;
    this.#tell(this.#accept(text));
  }

  get isTouched() {
    return this.input.value !== this.input.defaultValue;
  }

  /** Whether what stands in it is not saved, and would be lost with the page. */
  get isRefused() {
    return !this.refused.hidden;
  }

  /** Puts points in, written as in answers of the server; NaN takes them out. */
  mark(value) {
    const points = Math.round(Number(value) * FINEST);
    this.given.value = this.#canBe(points) ? String(points / FINEST) : "";
    this.read = this.input.value = this.given.value.replace(".", this.decimalSign);
    this.#tell(true);
  }

  #takeName() {
    this.given = document.createElement("input");
    Object.assign(this.given, { type: "hidden", name: this.input.name });
    this.input.removeAttribute("name");
    this.input.after(this.given);
    this.#tell(this.#accept(this.input.value));
  }

  #addSteps(root) {
    for (const [name, by] of [["less", -this.step], ["more", this.step]]) {
      const button = hook(name, root);
      button.hidden = false;
      button.addEventListener("click", () => this.#move(by));
    }
  }

  #move(by) {
    const now = this.given.value === "" ? this.lowest - by : Math.round(Number(this.given.value) * FINEST);
    const next = Math.min(this.highest, Math.max(this.lowest, now + by));
    this.mark(next / FINEST);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #read(event) {
    const canBe = this.#accept(this.input.value);
    this.#tell(canBe);
    if (!canBe) {
      event.stopPropagation(); // nothing was given
    }
  }

  #accept(typed) {
    this.read = typed;
    const text = typed.trim().replace(",", ".");
    const points = Number(text) * FINEST;
    const canBe = text === "" || (DECIMAL.test(text) && this.#isWhole(points) && this.#canBe(Math.round(points)));
    if (canBe) {
      this.given.value = text === "" ? "" : String(Math.round(points) / FINEST);
    }
    return canBe;
  }

  /** A form with what cannot be given is not submitted: the browser says why, in our words. */
  #tell(canBe) {
    this.input.setCustomValidity(canBe ? "" : this.scale);
    this.input.setAttribute("aria-invalid", String(!canBe));
    this.refused.hidden = canBe;
  }

  #canBe(points) {
    return points >= this.lowest && points <= this.highest && (points - this.lowest) % this.step === 0;
  }

  /** 87.3 times 100 is a little more in binary. */
  #isWhole(points) {
    return Math.abs(points - Math.round(points)) < 1e-6;
  }
}
