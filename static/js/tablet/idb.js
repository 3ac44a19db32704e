/** The few words of IndexedDB that the tablet needs, as promises. */

/** `upgrade(database)` adds what a new or older one lacks. Rejects what does not open within `limit` milliseconds. */
export function opened(name, { version, upgrade = null, limit = Infinity } = {}) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    let isLate = false;
    const timer = limit < Infinity && setTimeout(() => {
      isLate = true;
      reject(new Error("the database does not open"));
    }, limit);
    request.onupgradeneeded = () => upgrade?.(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(timer);
      const database = request.result;
      database.onversionchange = () => database.close(); // a newer page in another tab waits for it
      if (isLate) {
        database.close();
      }
      resolve(database);
    };
  });
}

export function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
