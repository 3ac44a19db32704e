import { hook, hooks, pageData, setText } from "../lib/dom.js";
import { HELD } from "../tablet/contract.js";
import { tablet } from "../tablet/tablet.js";
import { SheetConflict } from "./sheet_conflict.js";
import { SheetFields } from "./sheet_fields.js";
import { SheetMode } from "./sheet_mode.js";
import { SheetSaver } from "./sheet_saver.js";
import { SheetSums } from "./sheet_sums.js";
import { SheetTrouble } from "./sheet_trouble.js";
import { SheetUndo } from "./sheet_undo.js";

const UNDER_WAY = ["saved", "saving", "waiting"];
const TYPING_PAUSE = 800;

const data = pageData("sheet-data");
const { words } = data;
const form = hook("sheet");
const fields = new SheetFields(form, data);
const { comment } = fields;
const sums = new SheetSums({ criteria: data.criteria, words, decimalSign: data.decimal_sign });
const mode = new SheetMode();
let stored = data.submitted; // what the server has as submitted, and what stands here, perhaps on its way
let standing = stored;
let submittedLine = hook("sync").textContent;
let typing = null;

await tablet.ready;
const isOldPage = "kept" in document.body.dataset; // without a network, from what this tablet keeps
if (!isOldPage) {
  await tablet.outbox.forgetKnown(data.url).catch(() => null);
}
const saver = new SheetSaver({
  tablet,
  url: data.url,
  title: data.title,
  baseRev: data.base_rev,
  rubricVersion: data.rubric_version,
  isSubmitted: stored !== null,
  snapshot,
  onState: show,
  onTwin: takeTwins,
});
const conflict = new SheetConflict(hook("conflict"), {
  criteria: data.criteria,
  commentName: words.comment,
  number: sums.number,
});

const trouble = new SheetTrouble(hook("trouble"), {
  names: {
    ...Object.fromEntries(data.criteria.map(({ key, name }) => [`points.${key}`, name])),
    comment: words.comment,
  },
  onRetry: tryAgain,
  onSheet: openAgain,
});

const undo = new SheetUndo(hook("undo"), (earlier) => {
  fields.bringBack(earlier);
  handIn();
});

function snapshot() {
  return fields.values;
}

/** Values, levels, the total and what is still to give, from what is marked on the page. */
function reckon() {
  const given = fields.points;
  for (const { key, levels } of data.criteria) {
    const value = key in given ? Number(given[key]) : null;
    setText(hook("picked", fieldset(key)), value === null ? "" : sums.number.format(value));
    if (levels.length) {
      setText(hook("level", fieldset(key)), value === null ? "" : sums.level(levels, value));
    }
  }
  const total = sums.totalOf(given);
  const stands = standing ? sums.totalOf(standing.points) : "";
  setText(hook("total"), mode.isChange ? sums.fromTo(standing, snapshot()) : total);
  setText(hook("out-of"), mode.isChange ? words.stands.replace("{total}", stands) : outOf(given));
  setText(hook("submit"), submitWords(total));
  setText(hook("keep-words"), words.keep.replace("{total}", stands));
}

function submitWords(total) {
  if (tablet.sender.isCutOff) {
    return words.submit_later;
  }
  return mode.isChange ? words.submit_total.replace("{total}", total) : words.submit;
}

function outOf(given) {
  return sums.outOf(given, isStored() ? words.submitted : words.of_all);
}

/** Whether the server has what is read here: it may still be on its way. */
function isStored() {
  return mode.current === "read" && !saver.isUnsaved;
}

function fieldset(key) {
  return hooks("criterion").find((each) => each.dataset.criterion === key);
}

function show(state, answer = {}, sent = null) {
  const isSubmitted = state === "saved" && answer.state === "submitted";
  const saying = words.sayings[sayingOf(state, isSubmitted, answer)] ?? words.sayings.invalid;
  tellState(UNDER_WAY.includes(state) ? state : "refused", saying, answer);
  if (isSubmitted) {
    submittedLine = hook("sync").textContent;
  }
  trouble.tell(state === "conflict" ? {} : answer, saying);
  if (isSubmitted) {
    takeAsSubmitted(sent ?? answer);
  } else if (![...UNDER_WAY, ...HELD].includes(state)) {
    takeBack();
  }
  if (state === "conflict") {
    conflict.ask(answer.current, snapshot(), resolve);
  }
  reckon();
  showTab();
}

function sayingOf(state, isSubmitted, { status, why }) {
  if (status === "busy" || why === "locked") {
    return why ? "tablet_locked" : status;
  }
  if (state === "waiting" && saver.isFinal) {
    return "waiting_final";
  }
  return isSubmitted ? "submitted" : state;
}

function tellState(state, { line }, { saved_at: savedAt } = {}) {
  const sync = hook("sync");
  sync.dataset.state = state;
  const stands = standing ? sums.totalOf(standing.points) : "";
  setText(sync, line.replace("{time}", savedAt ? clock(savedAt) : "").replace("{total}", stands));
}

/** What is stored is what stands, unless something newer is on its way or being changed. */
function takeAsSubmitted({ points: given, comment: text }) {
  stored = { points: given, comment: text };
  standing = saver.isUnsaved ? (standing ?? stored) : stored;
  hooks("signature").forEach((line) => line.remove()); // it is of what was stored before
  if (mode.current === "give") {
    turn("read");
  }
  if (!saver.isUnsaved) {
    undo.stored();
  }
}

/** What was handed in was refused: it is on the page to be mended, and what was stored stands. */
function takeBack() {
  standing = stored;
  undo.withdraw();
  if (mode.current !== "give") {
    turn(stored ? "change" : "give");
  }
}

function turn(to) {
  mode.turn(to);
  showComment();
  reckon();
  showTab();
}

function changeComment() {
  clearTimeout(typing);
  typing = null;
  changed();
}

/** A change of what is submitted stays on this page until it is submitted again. */
function changed() {
  reckon();
  if (mode.current === "give") {
    saver.change();
  } else if (mode.isChange && !saver.isUnsaved) {
    tellState("idle", words.sayings.changing);
  }
}

/** The server writes times of the event's zone, so that no browser needs to know the zone. */
function clock(text) {
  return text.slice("2019-11-30T".length, "2019-11-30T09:05".length);
}

/** The page as the server has it now, with what is in the outbox. */
async function openAgain() {
  await saver.writing;
  window.location.reload();
}

/** The same sheet was given on another tab: this one shows the same. */
function takeTwins(values) {
  fields.bringBack(values);
  if (values.final) {
    stand();
  }
  reckon();
  showTab();
}

function showComment() {
  hook("comment").hidden = comment.value === "";
  setText(hook("comment-text"), comment.value);
}

function showTab() {
  const next = hook("next");
  if (next) {
    next.hidden = !isStored();
  }
  hook("tab").classList.toggle("team-tab--submitted", isStored());
  if (mode.current !== "give" || saver.isUnsaved) {
    setText(hook("tab").querySelector("small"), tabWords());
  }
}

function tabWords() {
  if (mode.current === "read") {
    return isStored() ? sums.totalOf(standing.points) : words.waits;
  }
  return mode.isChange ? words.changing : words.draft;
}

function resolve(theirs, keep) {
  const isSubmitted = theirs.state === "submitted";
  stored = isSubmitted ? { points: theirs.points, comment: theirs.comment } : null;
  standing = stored;
  if (!keep) {
    fields.bringBack(theirs);
    show("saved", theirs);
    turn(isSubmitted ? "read" : "give");
  }
  saver.resolve(theirs.rev, { keep, isSubmitted });
  if (keep && saver.isFinal) {
    stand();
  }
}

function submit(event) {
  event.preventDefault();
  const left = fields.missing;
  for (const each of hooks("criterion")) {
    each.classList.toggle("criterion--refused", left.some(({ key }) => key === each.dataset.criterion));
  }
  if (left.length === 0) {
    handIn();
    return;
  }
  trouble.say(words.missing.replace("{names}", left.map(({ name }) => name).join(", ")));
  fieldset(left[0].key).querySelector("input").focus();
}

/** What is on the page is submitted; what it takes the place of can be brought back for a while. */
function handIn() {
  clearTimeout(typing);
  typing = null;
  if (mode.isChange && sums.saysTheSame(standing, snapshot())) {
    keepStanding();
    return;
  }
  stand();
  saver.change({ submit: true });
}

function stand() {
  const before = standing;
  standing = snapshot();
  if (before && !sums.saysTheSame(before, standing)) {
    undo.offer(before, sums.fromTo(before, standing));
  }
  turn("read");
}

/** Back from changing, to what stands. */
function keepStanding() {
  clearTimeout(typing);
  typing = null;
  fields.bringBack(standing);
  saver.forget();
  turn("read");
  if (!saver.isUnsaved) {
    trouble.say("");
    tellState("saved", { line: submittedLine });
  }
}

function tryAgain() {
  if (saver.isFinal) {
    stand();
  }
  saver.retry();
}

form.addEventListener("change", (event) => {
  event.target.closest("[data-criterion]")?.classList.remove("criterion--refused");
  changed();
});
comment.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(changeComment, TYPING_PAUSE);
});
comment.addEventListener("change", changeComment);
form.addEventListener("submit", submit);
for (const [name, act] of [["change", () => turn("change")], ["keep", keepStanding]]) {
  hook(name).addEventListener("submit", (event) => {
    event.preventDefault();
    undo.withdraw();
    act();
  });
}
/** No tablet asks before it goes to sleep, and some ask nothing at all. */
document.addEventListener("visibilitychange", () => typing !== null && changeComment());
window.addEventListener("beforeunload", (event) => {
  const isChanged = mode.isChange && !saver.isBlocked && !sums.saysTheSame(standing, snapshot());
  if (typing !== null) {
    changeComment();
  }
  if (isChanged || fields.isRefused || saver.isAtRisk) {
    event.preventDefault();
  }
});
/** A link goes on when what was given is on the tablet. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target) {
    return;
  }
  if (typing !== null) {
    changeComment();
  }
  if (saver.isWriting) {
    event.preventDefault();
    await saver.writing;
    window.location.assign(link.href);
  }
});

/** What this tablet knows that the page does not: what was stored since it was kept, and what was not sent. */
function takeUp({ operation: given, known }) {
  if (isOldPage && known && known.rev > data.base_rev) {
    fields.bringBack(known.values);
    saver.baseRev = known.rev;
    takeKnown(known);
  }
  if (given) {
    fields.bringBack(given.values);
    saver.takeUp(given);
    takeGiven(given);
  }
}

function takeKnown({ state, values, saved_at: savedAt }) {
  const isSubmitted = state === "submitted";
  saver.isFinal ||= isSubmitted;
  tellState("saved", words.sayings[isSubmitted ? "submitted" : "saved"], { saved_at: savedAt });
  if (isSubmitted) {
    submittedLine = hook("sync").textContent;
    stored = standing = values;
    turn("read");
  }
}

/** What was refused is asked for once more, unless a sheet stands that it would change. */
function takeGiven({ refused, values }) {
  if (refused && stored) {
    turn("change");
    show(refused.status, refused, values);
  } else if (refused) {
    saver.retry();
  } else {
    if (values.final) {
      stand();
    }
    show("waiting", {}, values);
  }
}

const left = await tablet.outbox.of(data.url);
const isGivenBefore = !stored && fields.isTouched;
const early = fields.early;
takeUp(left);
reckon();
if (data.undo && !left.operation && !isOldPage) {
  undo.offer(data.undo, sums.fromTo(data.undo, standing));
  undo.stored(data.undo.seconds);
}
if (isGivenBefore) {
  fields.add(early);
  changed();
}
tablet.listen(() => setText(hook("submit"), submitWords(sums.totalOf(fields.points))));
tablet.begin();
