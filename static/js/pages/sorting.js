/**
 * Lines that can be dragged to another place of their list, or onto a team. What is let go of sends the
 * form of its own buttons, so nothing can be dragged that could not be moved by keyboard.
 */
import { hooks } from "../lib/dom.js";
import { dragByFinger } from "./sorting_finger.js";

let dragged = null;

function send(name, value) {
  const form = dragged.querySelector("[data-move]");
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
  form.submit();
}

/** Whether the pointer is in the lower half of the line. */
function isAfter(line, event) {
  const box = line.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

/** Shows where what is dragged would go; nowhere without an argument. */
function mark({ before, after, onto } = {}) {
  for (const each of document.querySelectorAll(".drop-before, .drop-after, .drop-here")) {
    each.classList.remove("drop-before", "drop-after", "drop-here");
  }
  before?.classList.add("drop-before");
  after?.classList.add("drop-after");
  onto?.classList.add("drop-here");
}

function lineOf(list, event) {
  const line = event.target.closest("[data-key]");
  return line && line.parentElement === list && dragged?.parentElement === list ? line : null;
}

function listen(list) {
  for (const line of list.children) {
    line.draggable = line.querySelector("[data-move]") !== null;
  }
  dragByFinger(list, {
    begin: (line) => (dragged = line),
    over: (line, event) => mark(line && (isAfter(line, event) ? { after: line } : { before: line })),
    drop: (line, event) => send(isAfter(line, event) ? "after" : "before", line.dataset.key),
  });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-key]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
  });
  list.addEventListener("dragend", () => mark());
  list.addEventListener("dragover", (event) => {
    const line = lineOf(list, event);
    if (line) {
      event.preventDefault();
      mark(isAfter(line, event) ? { after: line } : { before: line });
    }
  });
  list.addEventListener("drop", (event) => {
    const line = lineOf(list, event);
    if (line && line !== dragged) {
      event.preventDefault();
      send(isAfter(line, event) ? "after" : "before", line.dataset.key);
    }
  });
}

function listenOn(target) {
  target.addEventListener("dragover", (event) => {
    if (dragged?.closest("[data-to-teams]")) {
      event.preventDefault();
      mark({ onto: target });
    }
  });
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    send("team", target.dataset.drop);
  });
}

hooks("sortable").forEach(listen);
hooks("drop").forEach(listenOn);
