import { hook } from "../lib/dom.js";

const tab = hook("tab");
const strip = tab?.parentElement;

/** The strip of teams is moved so that the team of this page stands in its middle. */
function follow() {
  strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}

if (strip) {
  follow();
  window.addEventListener("resize", follow);
}
