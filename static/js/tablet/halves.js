/** Changes of submitted sheets that are not submitted: kept on this tablet until they are, and never sent. */
export class Halves {
  constructor(database) {
    this.database = database;
  }

  async of(sheet) {
    return (await this.database.read("drafts")).find((each) => each.sheet === sheet) ?? null;
  }

  /** `basis`: the operation and the revision that the change was begun on. */
  keep(sheet, values, basis) {
    return this.database.put("drafts", { sheet, values, ...basis, at: Date.now() });
  }

  drop(sheet) {
    return this.database.change(["drafts"], (rows) => rows.drop("drafts", sheet));
  }
}
