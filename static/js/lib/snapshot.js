import { patience } from "./http.js";

const EVERY_MS = 3000;
const PATIENCE_MS = 10000;

/**
 * Asks for a part of a page again and again while the page is seen, and says what came of it:
 * `changed(html)` for a new state, `fresh(false)` when nothing is known, `fresh(true)` when it is again.
 */
export function follow(address, { changed, fresh }) {
  let version = "";
  let isAsking = false;

  async function ask() {
    if (isAsking || document.visibilityState !== "visible") {
      return;
    }
    isAsking = true;
    try {
      const answer = await fetched(address, version);
      if (answer) {
        changed(answer.html);
        version = answer.version;
      }
      fresh(true);
    } catch {
      fresh(false);
    } finally {
      isAsking = false;
    }
  }

  setInterval(ask, EVERY_MS);
  for (const name of ["online", "pageshow", "focus"]) {
    window.addEventListener(name, ask);
  }
  document.addEventListener("visibilitychange", ask);
}

/** The new state, or null while it is the same; throws for whatever is not an answer of ours. */
async function fetched(address, version) {
  const response = await fetch(address, {
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    headers: version ? { "If-None-Match": version } : {},
    signal: patience(PATIENCE_MS),
  });
  if (response.status === 304) {
    return null;
  }
  const tag = response.headers.get("ETag");
  if (response.status !== 200 || !tag) {
    throw new Error(`Expected a part of the page, got ${response.status}`);
  }
  return { html: await response.text(), version: tag };
}
