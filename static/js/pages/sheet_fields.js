import { hooks } from "../lib/dom.js";
import { PointsField } from "./points_field.js";

const PROTOCOL = "protocol"; // who reads a comment of which nothing else is said

/** What is marked on the page: buttons and fields of points, and the comment. */
export class SheetFields {
  constructor(form, { criteria, decimal_sign: sign }) {
    Object.assign(this, { form, criteria });
    this.comment = document.querySelector('textarea[name="comment"]');
    this.readers = document.querySelector('select[name="readers"]');
    this.typed = new Map(
      hooks("points-field").map((each) => {
        return [each.closest("[data-criterion]").dataset.criterion, new PointsField(each, sign)];
      }),
    );
  }

  get values() {
    return { points: this.points, comment: this.comment.value, readers: this.readers.value };
  }

  get points() {
    const given = {};
    for (const { key } of this.criteria) {
      const { value } = this.form.elements[`points-${key}`];
      if (value !== "") {
        given[key] = value;
      }
    }
    return given;
  }

  get missing() {
    const given = this.points;
    return this.criteria.filter(({ key }) => !(key in given));
  }

  /** Whether something was given or typed before this script came: until then nobody listened. */
  get isTouched() {
    return this.#differs((field) => field.isTouched);
  }

  /** The same without what a field refuses: that is told there, and is nothing to save. */
  get isGiven() {
    return this.#differs((field) => field.isTouched && !field.isRefused);
  }

  #differs(isTyped) {
    const radios = [...this.form.elements].filter(({ type }) => type === "radio");
    return (
      this.comment.value !== this.comment.defaultValue ||
      !this.readers.selectedOptions[0].defaultSelected ||
      [...this.typed.values()].some(isTyped) ||
      radios.some(({ checked, defaultChecked }) => checked !== defaultChecked)
    );
  }

  /** What was given before this script came. */
  get early() {
    const radios = [...this.form.elements].filter(({ type }) => type === "radio");
    const picked = radios.filter(({ checked, defaultChecked }) => checked && !defaultChecked);
    const { value: text, defaultValue } = this.comment;
    return {
      points: picked.map(({ name, value }) => [name.slice("points-".length), value]),
      typed: [...this.typed].filter(([, each]) => each.isTouched).map(([key, each]) => [key, each.input.value]),
      comment: text === defaultValue ? null : text,
      readers: this.readers.selectedOptions[0].defaultSelected ? null : this.readers.value,
    };
  }

  add({ points, typed, comment, readers }) {
    points.forEach(([key, value]) => this.#mark(key, value));
    typed.forEach(([key, text]) => this.typed.get(key).type(text));
    this.comment.value = comment ?? this.comment.value;
    this.readers.value = readers ?? this.readers.value;
  }

  /** Whether a field holds what cannot be given, and so is not saved. */
  get isRefused() {
    return [...this.typed.values()].some((each) => each.isRefused);
  }

  /** Whether a field of points holds something that is not given yet. */
  get isBeingTyped() {
    return [...this.typed.values()].some((each) => each.isBeingTyped);
  }

  /** Keeps what is being typed into fields of points. */
  flush() {
    this.typed.forEach((each) => each.flush());
  }

  /** What another tab gave, and what is being typed here: `comment` if it is. */
  follow({ points: given, comment: text, readers }, comment) {
    const typed = [...this.typed].filter(([, each]) => each.isBeingTyped).map(([key, each]) => [key, each.input.value]);
    this.bringBack({ points: given, comment: comment ?? text, readers });
    for (const [key, being] of typed) {
      this.typed.get(key).input.value = being; // read when its writer leaves the field
    }
  }

  bringBack({ points: given, comment: text, readers }) {
    for (const { key } of this.criteria) {
      this.#mark(key, given[key] ?? NaN);
    }
    this.comment.value = text;
    this.readers.value = readers ?? PROTOCOL;
  }

  /** Picks the button with this value, if the criterion still has one, or puts it into the field. */
  #mark(key, value) {
    this.typed.get(key)?.mark(value);
    for (const radio of this.form.querySelectorAll(`input[type="radio"][name="points-${CSS.escape(key)}"]`)) {
      radio.checked = Number(radio.value) === Number(value);
    }
  }
}
