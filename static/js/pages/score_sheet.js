import { hook, hooks, pageData, setText } from "../lib/dom.js";
import { PointsField } from "./points_field.js";
import { SheetConflict } from "./sheet_conflict.js";
import { keep, takeKept } from "./sheet_kept.js";
import { SheetSaver } from "./sheet_saver.js";
import { SheetTrouble } from "./sheet_trouble.js";

const UNDER_WAY = ["saved", "saving", "waiting"];
const TYPING_PAUSE = 800;
// 61.15 is a little less in binary; with this it is rounded half up, as the server rounds it.
const HAIR = 1e-9;

const data = pageData("sheet-data");
const { words } = data;
const form = hook("sheet");
const fields = new Map(
  hooks("points-field").map((each) => {
    return [each.closest("[data-criterion]").dataset.criterion, new PointsField(each, data.decimal_sign)];
  }),
);
const comment = document.querySelector('textarea[name="comment"]');
const number = formatter({ maximumFractionDigits: 2 });
const total = formatter({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
let isSubmitted = data.is_submitted;
let typing = null;
let leavingTo = null;
let isKept = false;

const kept = takeKept(data.url, data.holder);
const saver = new SheetSaver({
  url: data.url,
  baseRev: kept?.base_rev ?? data.base_rev, // the server asks about what was saved since
  rubricVersion: data.rubric_version,
  isSubmitted,
  snapshot,
  onState: show,
});
const conflict = new SheetConflict(hook("conflict"), {
  criteria: data.criteria,
  commentName: words.comment,
  number,
});

const trouble = new SheetTrouble(hook("trouble"), {
  names: {
    ...Object.fromEntries(data.criteria.map(({ key, name }) => [`points.${key}`, name])),
    comment: words.comment,
  },
  onRetry: () => saver.retry(),
  onSheet: openAgain,
});

/** The decimal sign comes from the server: browsers that know no Kazakh write a point. */
function formatter(options) {
  const english = new Intl.NumberFormat("en", { useGrouping: false, ...options });
  return { format: (value) => english.format(value).replace(".", data.decimal_sign) };
}

function snapshot() {
  return { points: points(), comment: comment.value };
}

function points() {
  const given = {};
  for (const { key } of data.criteria) {
    const value = form.elements[`points-${key}`].value;
    if (value !== "") {
      given[key] = value;
    }
  }
  return given;
}

function missing(given = points()) {
  return data.criteria.filter(({ key }) => !(key in given));
}

/** Whether something was given before this script came: until then nobody listened. */
function isTouched() {
  const radios = [...form.elements].filter(({ type }) => type === "radio");
  return (
    comment.value !== comment.defaultValue ||
    [...fields.values()].some((each) => each.isTouched) ||
    radios.some(({ checked, defaultChecked }) => checked !== defaultChecked)
  );
}

/** Values, the total and what is still to give, from what is marked on the page. */
function reckon() {
  const given = points();
  let sum = 0;
  let outOf = 0;
  for (const { key, weight, maximum } of data.criteria) {
    if (key in given) {
      sum += (Number(weight) * Number(given[key])) / Number(maximum);
      outOf += Number(weight);
    }
    setText(hook("picked", fieldset(key)), key in given ? number.format(Number(given[key])) : "");
  }
  const outOfWords = missing(given).length ? words.so_far : words.of_all;
  setText(hook("total"), outOf ? total.format(sum + HAIR) : "–");
  setText(hook("out-of"), outOf ? outOfWords.replace("{out_of}", number.format(outOf)) : words.none);
}

function fieldset(key) {
  return hooks("criterion").find((each) => each.dataset.criterion === key);
}

function show(state, answer = {}) {
  const saying = words.sayings[state] ?? words.sayings.invalid;
  const time = answer.saved_at ? clock(answer.saved_at) : "";
  const sync = hook("sync");
  sync.dataset.state = UNDER_WAY.includes(state) ? state : "refused";
  setText(sync, saying.line.replace("{time}", time));
  trouble.tell(state === "conflict" ? {} : answer, saying);
  if (state === "saved") {
    isSubmitted = answer.state === "submitted";
    showSubmitted();
  } else if (state === "conflict") {
    conflict.ask(answer.current, snapshot(), resolve);
  }
  leaveIfSaved(state);
}

/** A link pressed while a save is under way waits for it; if the save fails, the page stays. */
function leaveIfSaved(state) {
  if (leavingTo && state === "saved" && !saver.isUnsaved) {
    window.location.assign(leavingTo);
  } else if (state !== "saving") {
    leavingTo = null;
  }
}

function changeComment() {
  clearTimeout(typing);
  typing = null;
  saver.change();
}

/** The server writes times of the event's zone, so that no browser needs to know the zone. */
function clock(text) {
  return text.slice("2019-11-30T".length, "2019-11-30T09:05".length);
}

/** The page as the server has it now, with what was given on this one. */
function openAgain() {
  isKept = keep(data.url, data.holder, { ...snapshot(), base_rev: saver.baseRev });
  window.location.reload();
}

function bringBack({ points: given, comment: text }) {
  for (const [key, value] of Object.entries(given)) {
    mark(key, value);
  }
  comment.value = text;
}

/** Picks the button with this value, if the criterion still has one, or puts it into the field. */
function mark(key, value) {
  fields.get(key)?.mark(value);
  for (const radio of form.querySelectorAll(`input[type="radio"][name="points-${CSS.escape(key)}"]`)) {
    radio.checked = Number(radio.value) === Number(value);
  }
}

function showSubmitted() {
  const button = hook("submit");
  setText(button, isSubmitted ? words.submitted : words.submit);
  button.classList.toggle("btn-primary", !isSubmitted);
  button.disabled = isSubmitted;
  const next = hook("next");
  if (next) {
    next.hidden = !isSubmitted;
    next.classList.toggle("btn-primary", isSubmitted);
  }
  const tab = hook("tab");
  tab.classList.toggle("team-tab--submitted", isSubmitted);
  setText(tab.querySelector("small"), isSubmitted ? hook("total").textContent : words.draft);
}

function resolve(theirs, keep) {
  if (!keep) {
    for (const { key } of data.criteria) {
      mark(key, theirs.points[key] ?? NaN);
    }
    comment.value = theirs.comment;
    reckon();
    show("saved", theirs);
  }
  saver.resolve(theirs.rev, { keep, isSubmitted: theirs.state === "submitted" });
}

function submit(event) {
  event.preventDefault();
  const left = missing();
  for (const each of hooks("criterion")) {
    each.classList.toggle("criterion--refused", left.some(({ key }) => key === each.dataset.criterion));
  }
  if (left.length === 0) {
    clearTimeout(typing);
    typing = null;
    saver.change({ submit: true });
    return;
  }
  trouble.say(words.missing.replace("{names}", left.map(({ name }) => name).join(", ")));
  fieldset(left[0].key).querySelector("input").focus();
}

form.addEventListener("change", (event) => {
  event.target.closest("[data-criterion]")?.classList.remove("criterion--refused");
  reckon();
  saver.change();
});
comment.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(changeComment, TYPING_PAUSE);
});
comment.addEventListener("change", changeComment);
form.addEventListener("submit", submit);
window.addEventListener("beforeunload", (event) => {
  if (!isKept && (saver.isUnsaved || typing !== null)) {
    event.preventDefault();
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && !link.target && saver.isSending) {
    event.preventDefault();
    leavingTo = link.href;
  }
});

if (kept) {
  bringBack(kept);
}
reckon();
if (isSubmitted) {
  showSubmitted();
}
if (kept || isTouched()) {
  saver.change();
}
