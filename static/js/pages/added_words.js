import { hooks } from "../lib/dom.js";

/**
 * What is typed into a form of words stays on this tablet until the server has kept it, also without a network;
 * with the version that was seen then, so that the server does not put it over words that came meanwhile.
 */
const { holder } = document.body.dataset;
const inOneLine = (text) => text.trim().split(/\s+/).join(" "); // as the server keeps it

for (const form of hooks("added-words")) {
  const { text, seen } = form.elements;
  const key = `qorgau-words-${holder}-${form.dataset.addedWords}`;
  const typed = read(key);
  const save = () => keep(key, { text: text.value, seen: seen.value });
  if (typeof typed?.text === "string" && inOneLine(typed.text) !== inOneLine(text.value)) {
    text.value = typed.text;
    seen.value = typed.seen;
  } else if (text.getAttribute("aria-invalid") === "true") {
    save();
  } else {
    forget(key);
  }
  text.addEventListener("input", save);
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, typed) {
  try {
    localStorage.setItem(key, JSON.stringify(typed));
  } catch {
    // a browser that keeps nothing: the words are in the field alone
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
