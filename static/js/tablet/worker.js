/**
 * The service worker of the experts' pages, and of the table where diplomas are given. It keeps files of
 * the program by their hashed names and one page that says that there is no network, and no personal data.
 * A page that does not come over the network is answered from what the tablet keeps of its holder
 * (kept_pages.js). Writes and the API never pass through it.
 */

const { files, offline, statics, holders = "qorgau-holder", holder: HOLDER = "/holder" } = self.SHELL;
const SHELL_CACHE = "qorgau-shell";
const PATIENCE = 6000;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (pathname.startsWith(statics)) {
    event.respondWith(file(request, pathname));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request, pathname));
  }
});

async function install() {
  const cache = await caches.open(SHELL_CACHE);
  await Promise.all(files.map((each) => take(cache, each)));
  const answer = await fetch(offline, { cache: "no-store" });
  if (!answer.ok || !isOurs(answer)) {
    throw new Error("not our page");
  }
  await cache.put(offline, answer);
}

/** A file under its hashed name never changes; behind a portal nothing is kept. */
async function take(cache, address) {
  if (HASHED.test(address) && (await cache.match(address, { ignoreVary: true }))) {
    return;
  }
  const answer = await fetch(address);
  if (!isFile(answer)) {
    throw new Error(`not our file: ${address}`);
  }
  await cache.put(address, answer);
}

async function file(request, pathname) {
  const cache = await caches.open(SHELL_CACHE);
  const kept = await cache.match(pathname, { ignoreVary: true });
  if (kept && HASHED.test(pathname)) {
    return kept;
  }
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) {
      return kept;
    }
    throw error;
  }
}

/** The network first, and not for long; then what is kept, then the page that says so. */
async function page(request, pathname) {
  const answer = await inTime(fetch(request)).catch(() => null);
  if (answer && (answer.type === "opaqueredirect" || isOurs(answer))) {
    return answer;
  }
  return (await keptPage(pathname)) ?? answer ?? (await offlinePage());
}

async function offlinePage() {
  const kept = await caches.match(offline, { ignoreVary: true });
  return kept ?? Response.error();
}

async function keptPage(address) {
  try {
    const marked = await caches.match(HOLDER, { cacheName: holders });
    const row = marked && (await inTime(rowOf(await marked.text(), address)));
    return row ? answerOf(row) : null;
  } catch {
    return null;
  }
}

/** Its script is told that the page is old: the tablet may know better. */
function answerOf({ html, policy }) {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  if (policy) {
    headers["Content-Security-Policy"] = policy;
  }
  return new Response(html.replace("<body ", "<body data-kept "), { headers });
}

function rowOf(holder, address) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(`qorgau-${holder}`);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => opening.transaction.abort(); // there is none: the page makes it
    opening.onsuccess = () => {
      const database = opening.result;
      const asked = database.transaction("pages").objectStore("pages").get(address);
      asked.onsuccess = () => {
        resolve(asked.result);
        database.close();
      };
      asked.onerror = () => reject(asked.error);
    };
  });
}

function inTime(answer) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
  return Promise.race([answer, late]);
}

function isFile(answer) {
  return answer.ok && !(answer.headers.get("Content-Type") ?? "").startsWith("text/html");
}

function isOurs(answer) {
  return answer.headers.has("X-Qorgau");
}
