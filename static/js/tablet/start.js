import { tablet } from "./tablet.js";
import { Watch } from "./watch.js";

async function start() {
  await tablet.ready;
  const watch = new Watch(tablet);
  tablet.listen(() => watch.look());
  await watch.look();
  if (document.getElementById("sheet-data")) {
    await tablet.begun;
  }
  tablet.sender.start();
}

if (tablet) {
  start();
}
