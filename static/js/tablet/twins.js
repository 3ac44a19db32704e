import { hook } from "../lib/dom.js";

/** Says that the same expert's pages are open in another tab as well; both save and show the same. */
export function watchForTwins(tablet) {
  const line = hook("twin");
  const say = (word) => tablet.channel?.postMessage({ word, tab: tablet.tab });
  const twins = new Set();
  tablet.channel?.addEventListener("message", ({ data: { word, tab } }) => {
    if (word === "gone") {
      twins.delete(tab);
    } else {
      twins.add(tab);
    }
    if (word === "here") {
      say("also");
    }
    line.hidden = twins.size === 0;
  });
  window.addEventListener("pagehide", () => say("gone"));
  window.addEventListener("pageshow", ({ persisted }) => persisted && say("here"));
  say("here");
}
