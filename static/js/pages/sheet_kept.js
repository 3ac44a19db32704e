/**
 * What was given on a sheet, kept in this tab while its page is opened again: for the same expert, and
 * for an hour, since the page may find the scoring closed. It is built on the revision that it saw.
 */

const PREFIX = "kept-sheet ";
const LONGEST = 60 * 60 * 1000;

/** Whether it is kept: a browser may refuse. */
export function keep(url, holder, given) {
  try {
    const kept = { ...given, holder, at: Date.now() };
    sessionStorage.setItem(PREFIX + url, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** What this expert kept for this sheet, once; null when there is nothing. */
export function takeKept(url, holder) {
  try {
    forgetAllBut(holder);
    const text = sessionStorage.getItem(PREFIX + url);
    sessionStorage.removeItem(PREFIX + url);
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function forgetAllBut(holder) {
  for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith(PREFIX))) {
    const kept = JSON.parse(sessionStorage.getItem(key));
    if (kept.holder !== holder || Date.now() - kept.at > LONGEST) {
      sessionStorage.removeItem(key);
    }
  }
}
