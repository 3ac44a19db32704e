import { keepPages, markHolder } from "./kept_pages.js";
import { giveAgainWhatIsLost } from "./given_again.js";
import { askBeforeLeaving } from "./leave.js";
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
  tablet.listen(() => watch.look());
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
  if (navigator.serviceWorker) {
    await keepWorker(async () => (await tablet.outbox.all()).length);
    await keepPages(tablet);
  }
  document.body.dataset.pagesKept = "";
}

if (tablet) {
  start();
}
