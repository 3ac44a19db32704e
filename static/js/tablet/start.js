import { hook } from "../lib/dom.js";
import { keepPages, markHolder } from "./kept_pages.js";
import { giveAgainWhatIsLost } from "./given_again.js";
import { askBeforeLeaving } from "./leave.js";
import { Idle } from "./idle.js";
import { tellLeftovers } from "./leftovers.js";
import { Pin } from "./pin.js";
import { Report } from "./report.js";
import { Stage } from "./stage.js";
import { tablet } from "./tablet.js";
import { watchForTwins } from "./twins.js";
import { Watch } from "./watch.js";
import { keepWorker } from "./worker_life.js";

async function start() {
  await tablet.ready;
  await markHolder(tablet);
  const watch = new Watch(tablet);
  tablet.listen(({ state }) => hear(state, watch));
  await watch.look();
  askBeforeLeaving(tablet);
  watchForTwins(tablet);
  const pin = new Pin(tablet);
  if (document.getElementById("sheet-data")) {
    await tablet.begun;
  } else {
    await giveAgainWhatIsLost(tablet);
  }
  tablet.sender.start();
  const isTold = document.getElementById("sheet-data") !== null; // its page tells it at the next save
  new Report(tablet, { onSignedOut: (answer) => pin.hear(answer, { isTold }) });
  new Stage(tablet);
  new Idle(tablet, pin);
  if (navigator.serviceWorker) {
    await keepWorker(() => tablet.hasNothingUnsent());
    await keepPages(tablet);
    askToStay().catch(() => null);
    tellLeftovers(tablet).catch(() => null);
  }
  document.body.dataset.pagesKept = "";
}

async function hear(state, watch) {
  watch.look();
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
