/** The stores of a tablet's database and what names a row in each. Only added to: an older page finds its own. */
export const KEYS = { operations: "op_id", sheets: "sheet", pages: "address", drafts: "sheet", meta: "name" };

/** Rows by store and key while a change is made of them: the change itself is not interrupted. */
export class Rows {
  constructor(maps) {
    this.maps = maps;
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

export function byKey(store, rows) {
  return new Map(rows.map((row) => [row[KEYS[store]], row]));
}
