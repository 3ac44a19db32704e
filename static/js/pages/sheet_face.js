import { hook, hooks, setText } from "../lib/dom.js";
import { canSign } from "../tablet/signing.js";
import { tablet } from "../tablet/tablet.js";

/**
 * What the page of a sheet shows: values, levels, the total, the line that says whether it is saved, the tab.
 *
 * `stored` is what the server has as submitted, `standing` what stands here, perhaps on its way. `saver` is
 * given when there is one.
 */
export class SheetFace {
  constructor({ data, fields, sums, mode }) {
    Object.assign(this, { criteria: data.criteria, words: data.words, fields, sums, mode });
    this.stored = this.standing = data.submitted;
    const { textContent: line, dataset } = hook("sync");
    this.first = { state: dataset.state, line };
    this.submittedLine = line;
    this.wentUnsigned = false; // what is stored, although this browser can sign
    this.saver = null;
  }

  /** Values, levels, the total and what is still to give, from what is marked on the page. */
  reckon() {
    const { fields, mode, standing, sums, words } = this;
    const given = fields.points;
    for (const { key, levels } of this.criteria) {
      const value = key in given ? Number(given[key]) : null;
      setText(hook("picked", this.criterion(key)), value === null ? "" : sums.number.format(value));
      if (levels.length) {
        setText(hook("level", this.criterion(key)), value === null ? "" : sums.level(levels, value));
      }
    }
    const stands = this.#stands();
    setText(hook("total"), mode.isChange ? sums.fromTo(standing, fields.values) : sums.totalOf(given));
    setText(hook("out-of"), mode.isChange ? words.stands.replace("{total}", stands) : this.#outOf(given));
    setText(hook("keep-words"), words.keep.replace("{total}", stands));
    this.nameSubmit();
  }

  criterion(key) {
    return hooks("criterion").find((each) => each.dataset.criterion === key);
  }

  /** What a tap on Submit does now. */
  nameSubmit() {
    setText(hook("submit"), this.#submitWords());
  }

  #submitWords() {
    const { mode, words } = this;
    if (tablet.sender.isCutOff) {
      return words.submit_later[tablet.sender.cause];
    }
    return mode.isChange ? words.submit_total.replace("{total}", this.sums.totalOf(this.fields.points)) : words.submit;
  }

  #outOf(given) {
    return this.sums.outOf(given, this.#whole());
  }

  #whole() {
    if (this.isStored) {
      return this.words.submitted;
    }
    return this.mode.current === "read" ? this.words.on_its_way : this.words.of_all;
  }

  #stands() {
    return this.standing ? this.sums.totalOf(this.standing.points) : "";
  }

  /** Whether the server has what is read here: it may still be on its way. */
  get isStored() {
    return this.mode.current === "read" && !this.saver.isUnsaved;
  }

  tellState(state, saying, answer) {
    const sync = hook("sync");
    sync.dataset.state = state;
    setText(sync, this.#lineOf(saying, answer));
  }

  /** What the line said when the page came. */
  tellFirst() {
    this.tellState(this.first.state, this.first);
  }

  get state() {
    return hook("sync").dataset.state;
  }

  /** Whether the line says that something was not taken. */
  get isRefused() {
    return this.state === "refused";
  }

  #lineOf({ line }, { saved_at: savedAt } = {}) {
    return line.replace("{time}", savedAt ? clock(savedAt) : "").replace("{total}", this.#stands());
  }

  /** What the line says of a sheet that is submitted, for whoever comes back from changing it. */
  keepLine(saying, answer) {
    this.submittedLine = this.#lineOf(saying, answer);
  }

  turn(to) {
    this.mode.turn(to);
    this.#showComment();
    this.reckon();
    this.showTab();
  }

  #showComment() {
    const { comment, readers } = this.fields;
    hook("comment").hidden = comment.value === "";
    setText(hook("comment-text"), comment.value);
    setText(hook("comment-readers"), this.words.readers[readers.value]);
  }

  showTab() {
    const next = hook("next");
    if (next) {
      next.hidden = this.mode.current !== "read";
    }
    for (const each of hooks("on-its-way")) {
      const isSo = tablet.sender.isCutOff && each.dataset.onItsWay === tablet.sender.cause;
      each.hidden = this.isStored || !isSo;
    }
    hook("cannot-sign").hidden = canSign();
    hook("went-unsigned").hidden = !canSign() || !this.isStored || !this.wentUnsigned;
    hook("tab").classList.toggle("team-tab--submitted", this.isStored);
    if (this.mode.current !== "give" || this.saver.isUnsaved) {
      setText(hook("tab").querySelector("small"), this.#tabWords());
    }
  }

  #tabWords() {
    if (this.mode.current === "read") {
      return this.isStored ? this.#stands() : this.words.waits;
    }
    return this.mode.isChange ? this.words.changing : this.words.draft;
  }
}

/** The server writes times of the event's zone, so that no browser needs to know the zone. */
function clock(text) {
  return text.slice("2019-11-30T".length, "2019-11-30T09:05".length);
}
