import { answered, finished, opened } from "./idb.js";
import { uuid } from "./ids.js";
import { byKey, KEYS, Rows } from "./rows.js";

const PATIENCE = 3000;
const MARK = "mark";
export const GIVEN = ["operations", "sheets", "drafts"]; // what nobody else has

/**
 * A database of the browser. It is opened as it is found, and only what it lacks is added: a page of
 * a newer program may have added more, and this one goes on with what it knows.
 *
 * Browsers empty it (to make room, after a week, or because somebody clears the site's data), also under
 * an open page. So it carries a mark: another one than before means another database, and what the
 * page remembers of the first one goes back into it.
 */
export class KeptStore {
  constructor(name, { onEmptied }) {
    this.name = name;
    this.onEmptied = onEmptied;
    this.opening = null;
    this.mark = null;
    this.memory = Object.fromEntries(GIVEN.map((store) => [store, []]));
  }

  read(store) {
    return this.#again(async (database) => {
      const rows = await answered(database.transaction(store).objectStore(store).getAll());
      this.#remember(store, rows);
      return rows;
    });
  }

  change(stores, work) {
    return this.#again(async (database) => {
      const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
      const isDone = finished(transaction);
      const read = stores.map((store) => answered(transaction.objectStore(store).getAll()));
      const found = await Promise.all(read);
      const maps = stores.map((store, at) => [store, byKey(store, found[at])]);
      const rows = new Rows(Object.fromEntries(maps));
      const result = work(rows);
      for (const [store, act, value] of rows.changes) {
        transaction.objectStore(store)[act](value);
      }
      await isDone;
      stores.forEach((store) => this.#remember(store, rows.all(store)));
      return result;
    });
  }

  #remember(store, rows) {
    if (store in this.memory) {
      this.memory[store] = rows;
    }
  }

  /** WebKit drops a connection now and then: it is opened anew and the whole work done once more. */
  async #again(work) {
    try {
      return await work(await this.#open());
    } catch {
      this.opening = null;
      return await work(await this.#open());
    }
  }

  #open() {
    this.opening ??= this.#recognised();
    return this.opening;
  }

  async #recognised() {
    const limit = this.mark === null ? Infinity : PATIENCE; // the first time, nobody knows what is in it
    const database = await withAllStores(this.name, limit);
    database.onclose = () => this.#openAnew();
    database.onversionchange = () => {
      database.close();
      this.#openAnew();
    };
    await this.#lookAtMark(database);
    return database;
  }

  #openAnew() {
    this.opening = null;
    this.#open().catch(() => null); // the next work tries again
  }

  async #lookAtMark(database) {
    const transaction = database.transaction(["meta", ...GIVEN], "readwrite", { durability: "strict" });
    const isDone = finished(transaction);
    const meta = transaction.objectStore("meta");
    const id = (await answered(meta.get(MARK)))?.id ?? uuid();
    meta.put({ name: MARK, id });
    const isAnother = this.mark !== null && this.mark !== id;
    if (isAnother) {
      await Promise.all(GIVEN.map((store) => this.#putBack(transaction.objectStore(store))));
    }
    await isDone;
    this.mark = id;
    if (isAnother) {
      this.onEmptied();
    }
  }

  /** Another tab may have been here first, and may know better. */
  async #putBack(store) {
    const there = new Set(await answered(store.getAllKeys()));
    for (const row of this.memory[store.name]) {
      if (!there.has(row[store.keyPath])) {
        store.put(row);
      }
    }
  }
}

/** An older database is opened once more, a version later, and gets what it lacks. */
async function withAllStores(name, limit) {
  const how = { upgrade: addStores, limit };
  let database = await opened(name, how);
  while (Object.keys(KEYS).some((store) => !database.objectStoreNames.contains(store))) {
    const later = database.version + 1;
    database.close();
    database = await opened(name, { ...how, version: later }).catch((error) => {
      if (error?.name !== "VersionError") {
        throw error;
      }
      return opened(name, how); // another tab was first
    });
  }
  return database;
}

function addStores(database) {
  for (const [store, keyPath] of Object.entries(KEYS)) {
    if (!database.objectStoreNames.contains(store)) {
      database.createObjectStore(store, { keyPath });
    }
  }
}
