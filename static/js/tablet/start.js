import { hook } from "../lib/dom.js";
import { keepPages, markHolder } from "./kept_pages.js";
import { giveAgainWhatIsLost } from "./given_again.js";
import { askBeforeLeaving } from "./leave.js";
import { Idle } from "./idle.js";
import { nameOwner, tellLeftovers } from "./leftovers.js";
import { Pin } from "./pin.js";
import { Report } from "./report.js";
import { Stage } from "./stage.js";
import { tablet } from "./tablet.js";
import { watchForTwins } from "./twins.js";
import { Watch } from "./watch.js";
import { keepWorker } from "./worker_life.js";

const LONGEST_BEGINNING = 20000;

const isSheet = document.getElementById("sheet-data") !== null;

/** What was given is sent first of all; nothing that fails, as on a full disk, ends the rest. */
async function start() {
  const pin = new Pin(tablet); // before anything of a locked tablet is seen
  document.body.dataset.looked = "";
  await tablet.ready;
  await tried(() => markHolder(tablet));
  const watch = new Watch(tablet);
  tablet.listen(({ state }) => tried(() => hear(state, watch)));
  await tried(() => watch.look());
  askBeforeLeaving(tablet);
  watchForTwins(tablet);
  await tried(() => (isSheet ? begun() : giveAgainWhatIsLost(tablet)));
  tablet.sender.start();
  tablet.questions.start();
  tablet.words.start();
  new Report(tablet, { onSignedOut: (answer) => pin.hear(answer, { isTold: isSheet }) }); // a sheet tells it itself
  new Stage(tablet);
  new Idle(tablet, pin);
  await keep();
  document.body.dataset.pagesKept = "";
}

/** A sheet's page that cannot begin holds nothing up. */
function begun() {
  return Promise.race([tablet.begun, new Promise((resolve) => setTimeout(resolve, LONGEST_BEGINNING))]);
}

async function keep() {
  if (navigator.serviceWorker) {
    await tried(() => keepWorker(() => tablet.hasNothingUnsent()));
    await tried(() => keepPages(tablet));
    tried(askToStay);
  }
  await tried(() => nameOwner(tablet));
  tried(() => tellLeftovers(tablet));
}

async function tried(work) {
  try {
    await work();
  } catch {
    // the browser keeps nothing more, or takes it back: the page goes on without
  }
}

async function hear(state, watch) {
  await watch.look();
  if (state === "emptied") {
    hook("emptied").hidden = false;
  }
  if (["emptied", "opened"].includes(state)) {
    await markHolder(tablet);
    await keepPages(tablet);
  }
}

/** Browsers make room by emptying databases, unless they were asked not to. Some ask their user about it. */
async function askToStay() {
  const asked = "qorgau-asked-to-stay";
  if (navigator.storage?.persist && !(await navigator.storage.persisted()) && !localStorage.getItem(asked)) {
    localStorage.setItem(asked, "1");
    await navigator.storage.persist();
  }
}

if (tablet) {
  start();
}
