const LONGEST_WAIT = 60;

/** What was answered is not from our server: a captive portal, a proxy's page, a broken body. */
class NotOurAnswer extends Error {
  constructor(response) {
    super(`Expected JSON, got ${response.status} ${response.headers.get("Content-Type") ?? ""}`);
    this.name = "NotOurAnswer";
    this.status = response.status;
    this.retryAfter = retryAfter(response);
  }
}

/** PUT a value as JSON. Returns {status, data, isOurs, retryAfter}; rejects when nothing is known about the outcome. */
export function putJson(url, value, options) {
  return sendJson("PUT", url, value, options);
}

/** POST a value as JSON; the same answers. */
export function postJson(url, value, options) {
  return sendJson("POST", url, value, options);
}

export function getJson(url, { signal, headers } = {}) {
  return send(url, { method: "GET", signal, headers });
}

function sendJson(method, url, value, { signal, headers } = {}) {
  const type = { "Content-Type": "application/json" };
  return send(url, { method, signal, headers: { ...type, ...headers }, body: JSON.stringify(value) });
}

async function send(url, { headers = {}, ...options }) {
  const response = await fetch(url, {
    credentials: "same-origin",
    redirect: "error",
    cache: "no-store",
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers },
    ...options,
  });
  const type = response.headers.get("Content-Type") ?? "";
  if (!/^application\/(problem\+)?json\b/i.test(type)) {
    throw new NotOurAnswer(response);
  }
  const isOurs = response.headers.has("X-Qorgau");
  return { status: response.status, data: await response.json(), isOurs, retryAfter: retryAfter(response) };
}

/** In seconds, and no more than a minute, whoever says so; 0 where the server does not say, or says a date. */
function retryAfter(response) {
  return Math.min(LONGEST_WAIT, Number(response.headers.get("Retry-After")) || 0);
}

/** Gives up after so many milliseconds. Not AbortSignal.timeout, which tablets with iPadOS 15 lack. */
export function patience(milliseconds) {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), milliseconds);
  return abort.signal;
}

/** Read at every request: the token changes when somebody signs in on another tab. */
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) {
    return decodeURIComponent(cookie.slice("csrftoken=".length));
  }
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}
