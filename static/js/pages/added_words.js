import { hooks } from "../lib/dom.js";

/** What is typed into a form of words stays on this tablet until the server has kept it, also without a network. */
const { holder } = document.body.dataset;
const inOneLine = (text) => text.trim().split(/\s+/).join(" "); // as the server keeps it

for (const form of hooks("added-words")) {
  const { text } = form.elements;
  const key = `qorgau-words-${holder}-${form.dataset.addedWords}`;
  const typed = read(key);
  if (typed !== null && inOneLine(typed) !== inOneLine(text.value)) {
    text.value = typed;
  } else if (text.getAttribute("aria-invalid") !== "true") {
    forget(key);
  }
  text.addEventListener("input", () => keep(key, text.value));
}

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, text) {
  try {
    localStorage.setItem(key, text);
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
