import { KeptStore } from "./kept_store.js";
import { byKey, KEYS, Rows } from "./rows.js";

const PATIENCE = 3000;
const STORES = Object.keys(KEYS);

/**
 * What one expert's tablet remembers, in a database of the browser's own for each holder of a card:
 *
 *   operations  what was given and is not known to be on the server, by op_id
 *   sheets      what the server last said of a sheet, by its address in the API
 *   pages       the expert's own pages, to be opened without a network, by their address
 *   drafts      changes of submitted sheets that are not submitted, by the sheet's address in the API
 *   meta        what the database says of itself: its mark (kept_store.js)
 *
 * `onEmptied()` is called when the browser emptied the database under this page.
 */
export async function openDatabase(holder, { onEmptied }) {
  const store = new TabletStore(new KeptStore(`qorgau-${holder}`, { onEmptied }));
  await Promise.race([store.opened, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  return store;
}

/**
 * The browser's database, and the memory of this page until it is open, or where the browser refuses
 * one. What this page was given meanwhile goes into the database when it opens after all. While it
 * is opening, nobody knows what is in it.
 */
class TabletStore {
  constructor(kept) {
    this.kept = kept;
    this.passing = new PassingStore();
    this.inner = this.passing;
    this.isOpening = true;
    this.gate = Promise.resolve();
    this.opened = this.#open();
  }

  get isLasting() {
    return this.inner === this.kept;
  }

  async read(store) {
    await this.gate;
    return this.inner.read(store);
  }

  async put(store, row) {
    await this.gate;
    return this.inner.change([store], (rows) => rows.put(store, row));
  }

  /** `work(rows)` reads and writes at once, before or after any other tab's change. Returns what it does. */
  async change(stores, work) {
    await this.gate;
    return this.inner.change(stores, work);
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
    this.maps = Object.fromEntries(STORES.map((store) => [store, byKey(store, [])]));
  }

  async read(store) {
    return [...this.maps[store].values()];
  }

  async change(stores, work) {
    return work(new Rows(this.maps));
  }
}
