import { hook, setText } from "../lib/dom.js";
import { saveFile } from "./save_file.js";

const OURS = /^qorgau-([0-9a-f]{10}-)?[0-9]+(-rehearsal)?$/; // the second part since installations are told apart

/**
 * What is unsent on this tablet and was given to another installation of the program at the same address,
 * or before installations were told apart. It cannot be sent here and is kept, told and saved as a file; its
 * databases go when nothing in them is unsent, or when it is given up.
 */
export async function tellLeftovers({ holder }) {
  const here = `qorgau-${holder.split("-")[0]}-`;
  const all = (await indexedDB.databases?.()) ?? []; // some browsers do not tell
  const others = all.map(({ name }) => name).filter((name) => OURS.test(name) && !name.startsWith(here));
  const found = [];
  for (const name of others) {
    const unsent = await unsentIn(name);
    if (unsent.operations.length + unsent.drafts.length > 0) {
      found.push(unsent);
    } else {
      indexedDB.deleteDatabase(name);
    }
  }
  if (found.length > 0) {
    show(found);
  }
}

function show(found) {
  const note = hook("leftovers");
  const sheets = found.map(({ operations, drafts }) => {
    return new Set([...operations, ...drafts].map(({ sheet }) => sheet)).size;
  });
  const words = hook("leftovers-words", note);
  const count = sheets.reduce((one, other) => one + other, 0);
  setText(words, words.dataset.words.replace("{count}", count));
  const button = hook("leftovers-give-up", note);
  hook("leftovers-file", note).addEventListener("click", () => {
    saveFile("qorgau-other-installation.json", JSON.stringify({ databases: found }, null, 2));
    button.hidden = false; // nobody gives up what was saved nowhere
  });
  button.addEventListener("click", () => giveUp(note, button, found));
  note.hidden = false;
}

/** Asks once more in its own words. */
function giveUp(note, button, found) {
  if (button.textContent !== button.dataset.sure) {
    button.textContent = button.dataset.sure;
    return;
  }
  found.forEach(({ name }) => indexedDB.deleteDatabase(name));
  note.hidden = true;
}

async function unsentIn(name) {
  const database = await opened(name);
  try {
    const [operations, drafts] = await Promise.all([all(database, "operations"), all(database, "drafts")]);
    return { name, operations, drafts };
  } finally {
    database.close();
  }
}

function opened(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function all(database, store) {
  if (!database.objectStoreNames.contains(store)) {
    return [];
  }
  return new Promise((resolve, reject) => {
    const request = database.transaction(store).objectStore(store).getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
