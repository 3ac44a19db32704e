import { hook } from "../lib/dom.js";

const EVERY = 2000;

/**
 * Says that the same expert's pages are open in another tab as well; both save and show the same. Every
 * tab holds a lock for as long as it lives, so that one that was killed is not counted for ever.
 */
export function watchForTwins({ holder }) {
  if (!navigator.locks?.query) {
    return;
  }
  const line = hook("twin");
  const name = `qorgau-tab-${holder}`;
  const look = async () => {
    const { held } = await navigator.locks.query();
    line.hidden = held.filter((lock) => lock.name === name).length < 2;
  };
  navigator.locks.request(name, { mode: "shared" }, () => {
    look();
    return new Promise(() => {});
  });
  setInterval(look, EVERY);
}
