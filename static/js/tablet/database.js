import { GIVEN, KeptStore } from "./kept_store.js";
import { byKey, KEYS, Rows } from "./rows.js";

const PATIENCE = 3000;
const EVERY = 15000;
const STORES = Object.keys(KEYS);
const ACTS = { put: "put", delete: "drop" };

/**
 * What one expert's tablet remembers, in a database of the browser's own for each holder of a card:
 *
 *   operations  what was given and is not known to be on the server, by op_id
 *   sheets      what the server last said of a sheet, by its address in the API
 *   pages       the expert's own pages, to be opened without a network, by their address
 *   drafts      changes of submitted sheets that are not submitted, by the sheet's address in the API
 *   meta        what the database says of itself: its mark (kept_store.js)
 *
 * `onEmptied()` is called when the browser emptied the database under this page, `onFull(isFull)` when it
 * takes no more, and when it does again.
 */
export async function openDatabase(holder, { onEmptied, onFull }) {
  const store = new TabletStore(new KeptStore(`qorgau-${holder}`, { onEmptied }), onFull);
  await Promise.race([store.opened, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  return store;
}

/**
 * The browser's database, and the memory of this page until it is open, or where the browser refuses
 * one. What this page was given meanwhile goes into the database when it opens after all. While it
 * is opening, nobody knows what is in it. A database that takes no more (a full disk) is left for the
 * memory in the same way, with what is in it, until it takes what was changed meanwhile.
 */
class TabletStore {
  constructor(kept, onFull) {
    Object.assign(this, { kept, onFull });
    this.passing = new PassingStore();
    this.inner = this.passing;
    this.isOpening = true;
    this.gate = Promise.resolve();
    this.isFull = this.isTrying = false;
    this.opened = this.#open();
  }

  get isLasting() {
    return this.inner === this.kept;
  }

  async read(store) {
    await this.gate;
    return this.inner.read(store);
  }

  put(store, row) {
    return this.change([store], (rows) => rows.put(store, row));
  }

  /** `work(rows)` reads and writes at once, before or after any other tab's change. Returns what it does. */
  async change(stores, work) {
    await this.gate;
    const isKeptAlone = !stores.every((store) => GIVEN.includes(store)); // pages: in the database, or nowhere
    const inner = this.isFull && isKeptAlone ? this.kept : this.inner;
    try {
      return await inner.change(stores, work);
    } catch (error) {
      if (inner !== this.kept || isKeptAlone) {
        throw error;
      }
    } finally {
      this.#writeMissed();
    }
    await this.#goOnInMemory();
    return this.inner.change(stores, work);
  }

  async #goOnInMemory() {
    const found = await Promise.all(GIVEN.map((store) => this.kept.read(store).catch(() => this.kept.memory[store])));
    if (this.isFull) {
      return;
    }
    GIVEN.forEach((store, at) => {
      this.passing.maps[store] = byKey(store, found[at]);
    });
    this.passing.missed = [];
    this.isFull = true;
    this.inner = this.passing;
    this.timer = setInterval(() => this.#writeMissed(), EVERY);
    this.onFull(true);
  }

  /** What the database did not take is tried again, all of it at once. */
  #writeMissed() {
    if (!this.isFull || this.isTrying) {
      return;
    }
    this.isTrying = true;
    const { missed } = this.passing;
    const writing = this.kept.change(GIVEN, (rows) => {
      missed.forEach(([store, act, row]) => rows[ACTS[act]](store, row));
    });
    this.gate = writing.then(() => this.#takesAgain(), () => null).finally(() => {
      this.isTrying = false;
    });
  }

  #takesAgain() {
    clearInterval(this.timer);
    this.isFull = false;
    this.inner = this.kept;
    this.onFull(false);
  }

  /** The operations that were there before those of this page; null where the browser refuses. */
  async #open() {
    try {
      const found = await this.kept.read("operations");
      this.gate = this.#moveIntoKept();
      await this.gate;
      return found;
    } catch {
      this.gate = Promise.resolve();
      return null;
    } finally {
      this.isOpening = false;
    }
  }

  async #moveIntoKept() {
    const given = STORES.filter((store) => this.passing.maps[store].size > 0);
    if (given.length > 0) {
      await this.kept.change(given, (rows) => {
        for (const store of given) {
          this.passing.maps[store].forEach((row) => rows.put(store, row));
        }
      });
    }
    this.inner = this.kept;
  }
}

class PassingStore {
  constructor() {
    this.missed = [];
    this.maps = Object.fromEntries(STORES.map((store) => [store, byKey(store, [])]));
  }

  async read(store) {
    return [...this.maps[store].values()];
  }

  async change(stores, work) {
    const rows = new Rows(this.maps);
    const result = work(rows);
    this.missed.push(...rows.changes);
    return result;
  }
}
