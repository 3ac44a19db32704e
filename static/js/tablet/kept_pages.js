/**
 * The holder's own pages, home, every sheet and the words to the teams, kept in the holder's database so that they open without a
 * network (worker.js). Each is asked for again when it is older than ten minutes, in another language, or of
 * another rehearsal than the page that asks.
 */

const AGE = 10 * 60 * 1000;
const SHELL_CACHE = "qorgau-shell";
const HOLDER_CACHE = "qorgau-holder";
const PAGES = /^\/expert\/(words\/|defenses\/\d+\/)?$/;
const REHEARSAL = / data-rehearsal="([0-9]+)"/;
export const FILES = /["'](\/static\/[^"'?]+)["']/g;

const leaving = new AbortController();

/** Whose pages the worker may show: before anything else of a page, since the tablet may have changed hands. */
export async function markHolder({ database, holder }) {
  if (!("caches" in window)) {
    return;
  }
  await caches.delete(HOLDER_CACHE);
  if (database.isLasting) {
    const holders = await caches.open(HOLDER_CACHE);
    await holders.put("/holder", new Response(holder));
  }
}

export async function keepPages({ database, holder }) {
  if (!("caches" in window) || !database.isLasting) {
    return;
  }
  const kept = new Map((await database.read("pages")).map((row) => [row.address, row]));
  const files = new Set(loadedFiles());
  for (const address of addresses()) {
    if (!isFresh(kept.get(address)) && !(await keepPage({ database, holder }, address, files))) {
      break; // no network, or not our server: the next page tries again
    }
  }
  await keepFiles(files);
}

/** Nobody else opens them: who leaves takes the pages along, and those that are on their way. */
export async function forgetPages({ database }) {
  leaving.abort();
  if ("caches" in window) {
    await caches.delete(HOLDER_CACHE);
  }
  await database.change(["pages"], (rows) => {
    for (const { address } of rows.all("pages")) {
      rows.drop("pages", address);
    }
  });
}

function addresses() {
  const links = [...document.querySelectorAll("a[href]")].map(({ href }) => new URL(href));
  const own = links.filter(({ origin }) => origin === window.location.origin);
  const here = [window.location.pathname, "/expert/"];
  return new Set([...here, ...own.map(({ pathname }) => pathname)].filter((each) => PAGES.test(each)));
}

function isFresh(row) {
  const age = row ? Date.now() - row.at : Infinity;
  const isOfNow = row?.language === document.documentElement.lang && (row.rehearsal ?? null) === rehearsalNow();
  return age >= 0 && age < AGE && isOfNow;
}

function rehearsalNow() {
  return document.body.dataset.rehearsal ?? null;
}

async function keepPage({ database, holder }, address, files) {
  try {
    const answer = await fetch(address, { redirect: "error", cache: "no-store", signal: leaving.signal });
    if (!answer.ok || !answer.headers.has("X-Qorgau")) {
      return answer.headers.has("X-Qorgau"); // a team that is not this expert's is no reason to stop
    }
    const html = await answer.text();
    if (!html.includes(`data-holder="${holder}"`)) {
      return false; // another card was opened on this tablet meanwhile
    }
    const policy = answer.headers.get("Content-Security-Policy");
    const { lang: language } = document.documentElement;
    const rehearsal = html.match(REHEARSAL)?.[1] ?? null;
    await database.put("pages", { address, html, policy, language, rehearsal, at: Date.now() });
    for (const [, name] of html.matchAll(FILES)) {
      files.add(name);
    }
    return true;
  } catch {
    return false;
  }
}

export function loadedFiles() {
  const paths = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  return paths.filter((each) => each.startsWith("/static/"));
}

export async function keepFiles(files) {
  const cache = await caches.open(SHELL_CACHE);
  for (const name of files) {
    if (!(await cache.match(name, { ignoreVary: true }))) {
      await keepFile(cache, name);
    }
  }
}

async function keepFile(cache, name) {
  try {
    const answer = await fetch(name);
    if (answer.ok && !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
      await cache.put(name, answer);
    }
  } catch {
    // the next page tries again
  }
}
