import { hook, pageData } from "../lib/dom.js";
import { HELD } from "../tablet/contract.js";
import { giveAgainWhatIsLost } from "../tablet/given_again.js";
import { tablet } from "../tablet/tablet.js";
import { SheetConflict } from "./sheet_conflict.js";
import { SheetFace } from "./sheet_face.js";
import { SheetFields } from "./sheet_fields.js";
import { SheetHalf } from "./sheet_half.js";
import { SheetLayOver } from "./sheet_lay_over.js";
import { SheetMode } from "./sheet_mode.js";
import { SheetSaver } from "./sheet_saver.js";
import { SheetSubmit } from "./sheet_submit.js";
import { SheetSums } from "./sheet_sums.js";
import { SheetTrouble } from "./sheet_trouble.js";
import { SheetTyping } from "./sheet_typing.js";
import { SheetUndo } from "./sheet_undo.js";

const UNDER_WAY = ["saved", "saving", "waiting"];
const LONGEST_WRITING = 3000;

const data = pageData("sheet-data");
const { words } = data;
const form = hook("sheet");
const fields = new SheetFields(form, data);
const sums = new SheetSums({ criteria: data.criteria, words, decimalSign: data.decimal_sign });
const mode = new SheetMode();
const face = new SheetFace({ data, fields, sums, mode });

await tablet.ready;
const isOldPage = "kept" in document.body.dataset; // without a network, from what this tablet keeps
if (!isOldPage) {
  const asked = giveAgainWhatIsLost(tablet).catch(() => null);
  await Promise.race([asked, touched()]); // what is given meanwhile waits for no answer
}
const saver = new SheetSaver({
  tablet,
  url: data.url,
  title: data.title,
  baseRev: data.base_rev,
  rubricVersion: data.rubric_version,
  isSubmitted: data.submitted !== null,
  snapshot: () => fields.values,
  onState: show,
  onTwin: takeTwins,
});
face.saver = saver;
const conflict = new SheetConflict(hook("conflict"), {
  criteria: data.criteria,
  words,
  sums,
});
const trouble = new SheetTrouble(hook("trouble"), {
  names: {
    ...Object.fromEntries(data.criteria.map(({ key, name }) => [`points.${key}`, name])),
    comment: words.comment,
  },
  onRetry: () => submit.tryAgain(),
  onSheet: openAgain,
  onGiveUp: giveUp,
});
const undo = new SheetUndo(hook("undo"), (earlier) => {
  fields.bringBack(earlier);
  submit.handIn();
});
const typing = new SheetTyping(fields.comment, { onBegin: typed, onPause: changed });
const submit = new SheetSubmit({ face, saver, undo, trouble, typing });
const half = new SheetHalf({ face, halves: tablet.halves, data });
let told = null; // what the line was last asked to say of what is stored

function show(state, answer = {}, sent = null) {
  const isSubmitted = state === "saved" && answer.state === "submitted";
  const saying = words.sayings[sayingOf(state, isSubmitted, answer)] ?? words.sayings.invalid;
  if (isSubmitted) {
    face.keepLine(saying, answer);
  }
  tellLine(state, saying, answer);
  trouble.tell(state === "conflict" ? {} : answer, saying);
  if (isSubmitted) {
    submit.takeAsSubmitted(sent ?? answer, answer);
  } else if (![...UNDER_WAY, ...HELD].includes(state)) {
    submit.takeBack();
  }
  if (state === "conflict") {
    const isOlder = answer.current.rev < saver.baseRev;
    conflict.ask(answer.current, { mine: fields.values, isOlder }, settle);
  }
  face.reckon();
  face.showTab();
}

/** What is stored is not called saved while something newer is on its way here, or is being typed. */
function tellLine(state, saying, answer) {
  told = [state, saying, answer];
  if (state === "saved" && (saver.isUnsaved || isTypedToGive())) {
    face.tellState("saving", words.sayings.saving);
  } else if (state === "saved" && half.isHalf) {
    face.tellState("idle", words.sayings.changing);
  } else {
    face.tellState(UNDER_WAY.includes(state) ? state : "refused", saying, answer);
  }
}

function isTypedToGive() {
  return mode.current === "give" && (typing.isUnderWay || fields.isBeingTyped);
}

/** What is typed is kept when its writer pauses; until then it is not. */
function typed() {
  if (isTypedToGive() && !face.isRefused) {
    face.tellState("saving", words.sayings.saving);
  }
}

/** Points in a field are given when it is left; one that is left as it was, or refused, says again what is stored. */
function typedPoints() {
  if (isTypedToGive()) {
    if (["saved", "idle"].includes(face.state)) {
      typed();
    }
  } else if (face.state === "saving" && !saver.isUnsaved) {
    tellAgain();
  }
}

function tellAgain() {
  if (told) {
    tellLine(...told);
  } else {
    face.tellFirst();
  }
}

function sayingOf(state, isSubmitted, { status, why, cause }) {
  if (status === "busy" || why === "locked") {
    return why ? "tablet_locked" : status;
  }
  if (state === "waiting" && saver.isFinal && cause) {
    return `waiting_for_${cause}`;
  }
  return isSubmitted ? "submitted" : state;
}

/** A change of what is submitted stays on this tablet until it is submitted again. */
function changed() {
  face.reckon();
  if (mode.current === "give") {
    saver.change();
  } else if (mode.isChange && !saver.isUnsaved) {
    face.tellState("idle", words.sayings.changing);
  }
  half.keep();
}

/** Keeps what is being typed. */
function flush() {
  fields.flush();
  typing.flush();
  typedPoints();
}

/** The page as the server has it now, with what is in the outbox. */
async function openAgain() {
  await written();
  window.location.reload();
}

/** A database that does not answer holds nobody: the browser asks then whether what was given may be lost. */
function written() {
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST_WRITING));
  return Promise.race([Promise.all([saver.writing, half.writing]), late]);
}

/** What will never be taken is given up, and the page is opened as the server has it. */
async function giveUp() {
  saver.forget();
  half.forget();
  await openAgain();
}

function settle(theirs, keep) {
  submit.resolve(theirs, keep, show);
  half.keep(); // of what was taken back, nothing comes again
}

/** The same sheet was given on another tab: this one shows the same, and asks what was answered there no more. */
function takeTwins(values) {
  conflict.close();
  show("saving");
  if (values.final) {
    typing.forget();
    fields.bringBack(values);
    submit.stand();
  } else {
    fields.follow(values, typing.isUnderWay ? fields.comment.value : null);
  }
  half.keep();
  face.reckon();
  face.showTab();
}

/** Whoever takes the other values on another tab has taken them here. */
async function hearAnswered({ state, tab }) {
  if (state !== "counted" || tab === tablet.tab || !conflict.isAsking) {
    return;
  }
  const { operation } = await tablet.outbox.of(data.url);
  if (operation === null && conflict.isAsking) {
    conflict.answer(false);
  }
}

function touched() {
  return new Promise((resolve) => {
    for (const name of ["input", "change"]) {
      document.addEventListener(name, resolve, { once: true, capture: true });
    }
  });
}

form.addEventListener("change", (event) => {
  event.target.closest("[data-criterion]")?.classList.remove("criterion--refused");
  trouble.answered();
  changed();
});
fields.readers.addEventListener("change", changed);
for (const name of ["input", "focusout"]) {
  form.addEventListener(name, typedPoints);
}
submit.listen(form);
/** No tablet asks before it goes to sleep, and some ask nothing at all. */
document.addEventListener("visibilitychange", flush);
window.addEventListener("beforeunload", (event) => {
  flush();
  const isForgotten = half.isHalf && (half.isWriting || !tablet.outbox.isLasting);
  if (isForgotten || fields.isRefused || saver.isAtRisk) {
    event.preventDefault();
  }
});
/** A link goes on when what was given is on the tablet. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target) {
    return;
  }
  flush();
  if (saver.isWriting || half.isWriting) {
    event.preventDefault();
    await written();
    window.location.assign(link.href);
  }
});

const layOver = new SheetLayOver({ face, saver, submit, trouble, show, data });
const left = await tablet.outbox.of(data.url);
const isGivenBefore = !face.stored && fields.isTouched;
const { early } = fields;
layOver.takeUp(left);
face.reckon();
if (data.undo && !left.operation && !isOldPage) {
  undo.offer(data.undo, sums.fromTo(data.undo, face.standing));
  undo.stored(data.undo.seconds);
}
await half.layOver(left);
if (isGivenBefore) {
  fields.add(early);
  if (fields.isGiven) {
    changed();
  }
}
tablet.listen(() => face.nameSubmit());
tablet.listen(hearAnswered);
tablet.begin();
