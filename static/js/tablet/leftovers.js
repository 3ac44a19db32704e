import { CallQueue } from "../lib/call_queue.js";
import { hook, setText } from "../lib/dom.js";
import { isSure } from "../lib/sure.js";
import { answered, opened } from "./idb.js";
import { saveFile } from "./save_file.js";

const OURS = /^qorgau-([0-9a-f]{10}-)?[0-9]+(-rehearsal)?$/; // the second part since installations are told apart
const OWNER = "owner";

/** Each database says whose it is, so that nobody else is shown what is in it when its installation is gone. */
export async function nameOwner({ database }) {
  const { event, person, personName: title } = document.body.dataset;
  const known = (await database.read("meta")).find(({ name }) => name === OWNER);
  if (known?.event !== event || known.person !== person || known.title !== title) {
    await database.put("meta", { name: OWNER, event, person, title });
  }
}

/**
 * What is unsent on this tablet and was given to another installation of the program at the same address,
 * or before installations were told apart. It cannot be sent here. Its own expert, by the card that is open
 * here, saves it as a file and may give it up then; of others' no more is told than whose it is and how much.
 * Where no owner can be named, nobody's card would ever fit: whoever holds the tablet saves the file for the
 * organizers, and gives up after that. No page shows points. Databases in which nothing is unsent go.
 */
export async function tellLeftovers({ holder }) {
  const here = `qorgau-${holder.split("-")[0]}-`;
  const all = (await indexedDB.databases?.()) ?? []; // some browsers do not tell
  const others = all.map(({ name }) => name).filter((name) => OURS.test(name) && !name.startsWith(here));
  const found = [];
  for (const name of others) {
    const unsent = await unsentIn(name);
    if (unsent.operations.length + unsent.drafts.length + unsent.words.length > 0) {
      found.push(unsent);
    } else {
      forget(unsent);
    }
  }
  offerFile("leftovers", found.filter(isOwn));
  offerFile("leftovers-of-nobody", found.filter(({ owner }) => !owner));
  showOthers(found.filter((each) => each.owner && !isOwn(each)));
}

function isOwn({ owner }) {
  const { event, person } = document.body.dataset;
  return owner?.event === event && owner.person === person;
}

function countOf(found) {
  const sheets = found.map(({ operations, drafts, words }) => {
    return new Set([...operations, ...drafts, ...words].map(({ sheet }) => sheet)).size;
  });
  return sheets.reduce((one, other) => one + other, 0);
}

function showOthers(found) {
  const line = hook("leftovers-of-others");
  const { words, nameless } = line.dataset;
  const names = new Set(found.map(({ owner }) => owner.title ?? nameless));
  setText(line, words.replace("{names}", [...names].join(", ")).replace("{count}", countOf(found)));
  line.hidden = found.length === 0;
}

function offerFile(name, found) {
  const note = hook(name);
  const words = hook("leftovers-words", note);
  setText(words, words.dataset.words.replace("{count}", countOf(found)));
  const button = hook("leftovers-give-up", note);
  hook("leftovers-file", note).addEventListener("click", () => {
    const databases = found.map(({ name, operations, drafts, words }) => ({ name, operations, drafts, words }));
    saveFile("qorgau-other-installation.json", JSON.stringify({ databases }, null, 2));
    button.hidden = false; // nobody gives up what was saved nowhere
  });
  button.addEventListener("click", () => giveUp(note, button, found));
  note.hidden = found.length === 0;
}

function giveUp(note, button, found) {
  if (isSure(button)) {
    found.forEach(forget);
    note.hidden = true;
  }
}

function forget({ name }) {
  indexedDB.deleteDatabase(name);
  wordsOf(name).write([]);
}

/** Words to the teams wait beside the database of their holder, in a list of their own. */
function wordsOf(name) {
  return new CallQueue(name.replace(/^qorgau-/, ""), { list: "words" });
}

async function unsentIn(name) {
  const database = await opened(name);
  try {
    const stores = ["operations", "drafts", "meta", "pages"].map((store) => all(database, store));
    const [operations, drafts, meta, pages] = await Promise.all(stores);
    const owner = meta.find((row) => row.name === OWNER) ?? ownerOfPages(name, pages);
    return { name, operations, drafts, words: wordsOf(name).all(), owner };
  } finally {
    database.close();
  }
}

/** Databases of before they said whose they are keep their holder's pages, which say it. */
function ownerOfPages(name, pages) {
  const bodies = pages.map(({ html }) => new DOMParser().parseFromString(html, "text/html").body.dataset);
  const own = bodies.find(({ holder, event, person }) => name === `qorgau-${holder}` && event && person);
  return own && { event: own.event, person: own.person, title: own.personName };
}

async function all(database, store) {
  if (!database.objectStoreNames.contains(store)) {
    return [];
  }
  return answered(database.transaction(store).objectStore(store).getAll());
}
