/**
 * What one expert's tablet remembers, in a database of the browser's own for each holder of a card:
 *
 *   operations  what was given and is not known to be on the server, by op_id
 *   sheets      what the server last said of a sheet, by its address in the API
 *   pages       the expert's own pages, to be opened without a network, by their address
 *
 * A new version adds stores and leaves what is in the others. Where a browser refuses, a store in the
 * memory of the page takes its place, which does not outlive the page.
 */

const VERSION = 1;
const KEYS = { operations: "op_id", sheets: "sheet", pages: "address" };
const PATIENCE = 3000;

export async function openDatabase(holder) {
  const kept = new KeptStore(`qorgau-${holder}`);
  try {
    await kept.read("operations");
    return kept;
  } catch {
    return new PassingStore();
  }
}

/** Rows by store and key while a change is made of them: the change itself is not interrupted. */
class Rows {
  constructor(rows) {
    this.maps = rows;
    this.changes = [];
  }

  all(store) {
    return [...this.maps[store].values()];
  }

  get(store, key) {
    return this.maps[store].get(key);
  }

  put(store, row) {
    this.maps[store].set(row[KEYS[store]], row);
    this.changes.push([store, "put", row]);
  }

  drop(store, key) {
    this.maps[store].delete(key);
    this.changes.push([store, "delete", key]);
  }
}

class KeptStore {
  constructor(name) {
    this.name = name;
    this.isLasting = true;
    this.opening = null;
  }

  read(store) {
    return this.#again((database) => {
      return answered(database.transaction(store).objectStore(store).getAll());
    });
  }

  put(store, row) {
    return this.change([store], (rows) => rows.put(store, row));
  }

  /** `work(rows)` reads and writes at once, before or after any other tab's change. Returns what it does. */
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
      return result;
    });
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
    this.opening ??= opened(this.name, () => {
      this.opening = null;
    });
    return this.opening;
  }
}

class PassingStore {
  constructor() {
    this.isLasting = false;
    this.maps = Object.fromEntries(Object.keys(KEYS).map((store) => [store, new Map()]));
  }

  async read(store) {
    return [...this.maps[store].values()];
  }

  async put(store, row) {
    this.maps[store].set(row[KEYS[store]], row);
  }

  async change(stores, work) {
    return work(new Rows(this.maps));
  }
}

function opened(name, onClosed) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    const timer = setTimeout(() => reject(new Error("the database does not open")), PATIENCE);
    request.onupgradeneeded = () => addStores(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(timer);
      const database = request.result;
      database.onclose = onClosed;
      database.onversionchange = () => {
        onClosed();
        database.close(); // a newer page in another tab waits for it
      };
      resolve(database);
    };
  });
}

function addStores(database) {
  for (const [store, keyPath] of Object.entries(KEYS)) {
    if (!database.objectStoreNames.contains(store)) {
      database.createObjectStore(store, { keyPath });
    }
  }
}

function byKey(store, rows) {
  return new Map(rows.map((row) => [row[KEYS[store]], row]));
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
