import { hook, hooks } from "../lib/dom.js";
import { patience } from "../lib/http.js";
import { uuid } from "../tablet/ids.js";

/**
 * What is typed into a form of words stays on this tablet until the server has kept it, with the version that was
 * seen then, so that the server does not put it over words that came meanwhile. A form that was sent without a network
 * waits and goes out as it is, once by its `op_id`, when the network returns. Its token is of one card alone.
 */
const EVERY_MS = 5000;
const PATIENCE_MS = 10000;
const WAKE_UPS = ["online", "pageshow", "focus"];
const KEPT = ["op_id", "seen", "text", "readers"];
const { holder } = document.body.dataset;
const page = hook("words-page").dataset.wordsPage;
const inOneLine = (text) => text.trim().split(/\s+/).join(" "); // as the server keeps it
const forms = hooks("added-words");
const waiting = new Set();
let isSending = false;

for (const form of forms) {
  takeUp(form);
  form.addEventListener("input", () => {
    form.elements.op_id.value = uuid(); // what was sent before may have been kept: other words are another operation
    keep(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    waiting.add(form);
    keep(form);
    drain();
  });
}
for (const name of WAKE_UPS) {
  window.addEventListener(name, drain);
}
setInterval(drain, EVERY_MS);
drain();

function takeUp(form) {
  const { text } = form.elements;
  const typed = read(form);
  if (typeof typed?.text === "string" && inOneLine(typed.text) !== inOneLine(text.value)) {
    for (const field of KEPT.map((name) => form.elements[name]).filter(Boolean)) {
      field.value = typed[field.name] ?? field.value;
    }
    if (typed.isWaiting) {
      waiting.add(form);
    }
  } else if (text.getAttribute("aria-invalid") === "true" || text.value !== text.defaultValue) {
    keep(form); // what was refused, and what was typed before this script came
  } else {
    forget(form);
  }
}

/** One after the other, since each answer is a page. */
async function drain() {
  const [form] = waiting;
  if (!form || isSending) {
    return;
  }
  isSending = true;
  try {
    const answer = await post(form);
    if (answer.status >= 500) {
      throw new Error(`no answer to the words: ${answer.status}`);
    }
    waiting.delete(form);
    keep(form);
    if (answer.type === "opaqueredirect") {
      location.assign(page); // this one may be an answer to a form
    } else {
      form.submit(); // what is refused comes back in its field
    }
  } catch {
    hook("words-said", form).hidden = false;
  } finally {
    isSending = false;
  }
}

function post(form) {
  const body = new FormData(form);
  return fetch(form.action, { method: "POST", body, redirect: "manual", signal: patience(PATIENCE_MS) });
}

function keyOf(form) {
  return `qorgau-words-${holder}-${form.dataset.addedWords}`;
}

function read(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

function keep(form) {
  const fields = KEPT.map((name) => [name, form.elements[name]?.value]);
  const typed = { ...Object.fromEntries(fields), isWaiting: waiting.has(form) };
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(typed));
  } catch {
    // a browser that keeps nothing: the words are in the field alone
  }
}

function forget(form) {
  try {
    localStorage.removeItem(keyOf(form));
  } catch {
    // nothing was kept
  }
}
