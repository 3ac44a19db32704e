import { hook } from "../lib/dom.js";
import { openDatabase } from "../tablet/database.js";
import { FILES, keepFiles, loadedFiles } from "../tablet/kept_pages.js";

const MARKS = "qorgau-tables"; // whose table each worker may show, by its address
const AFTER_A_TAP = 5000;

/**
 * The page of the table, whole, in the database of its account, so that its worker opens it without a network.
 * It is kept anew a while after what was tapped was noted, and goes when somebody signs in or out on this device.
 */
export class KeptTable {
  constructor(table, { holder, opened }) {
    Object.assign(this, { holder, opened, timer: null });
    ({ worker: this.worker, whole: this.whole } = table.dataset);
  }

  get isShown() {
    return "kept" in document.body.dataset;
  }

  /** A page that was kept says of when it is. */
  async start() {
    hook("of-then").hidden = !this.isShown;
    if (this.isShown || !navigator.serviceWorker || !("caches" in window)) {
      return;
    }
    try {
      await navigator.serviceWorker.register(this.worker, { updateViaCache: "none" });
      await mark(this.holder);
      await this.#keep();
    } catch {
      // a browser that keeps nothing, or no network: the page works while it stays open
    }
  }

  /** Soon, and once for all taps of these seconds. */
  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#keep().catch(() => null), AFTER_A_TAP);
  }

  async #keep() {
    const database = await this.opened;
    const answer = await fetch(this.whole, { redirect: "error", cache: "no-store" });
    const html = await answer.text();
    if (!answer.ok || !answer.headers.has("X-Qorgau") || !html.includes(`data-holder="${this.holder}"`)) {
      return; // not our server, or another account meanwhile
    }
    const policy = answer.headers.get("Content-Security-Policy");
    await database.put("pages", { address: window.location.pathname, html, policy, at: Date.now() });
    await keepFiles(new Set([...loadedFiles(), ...[...html.matchAll(FILES)].map(([, name]) => name)]));
    document.body.dataset.pageKept = "";
  }
}

/** Whose table the worker may show here; what another account kept of it is dropped. */
async function mark(holder) {
  const marks = await caches.open(MARKS);
  const before = await marks.match(window.location.pathname);
  const other = await before?.text();
  if (other && other !== holder) {
    await forget(other);
  }
  await marks.put(window.location.pathname, new Response(holder));
}

/** All tables that this device keeps, and nothing of what was tapped at them. */
export async function forgetTables() {
  if (!("caches" in window) || !(await caches.has(MARKS))) {
    return;
  }
  const marks = await caches.open(MARKS);
  const kept = await Promise.all((await marks.matchAll()).map((each) => each.text()));
  await caches.delete(MARKS);
  await Promise.all(kept.map(forget));
}

async function forget(holder) {
  const database = await openDatabase(holder, { onEmptied() {}, onFull() {} });
  await database.change(["pages"], (rows) => {
    for (const { address } of rows.all("pages")) {
      rows.drop("pages", address);
    }
  });
}
