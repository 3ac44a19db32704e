import { hook, hooks } from "../lib/dom.js";
import { patience } from "../lib/http.js";

const PATIENCE_MS = 15000;
const ONE_LETTER = { ё: "е", ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и" };

const table = hook("handing");
const field = table.querySelector('input[type="search"]');

table.addEventListener("submit", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) {
    event.preventDefault();
    send(row, event.target, event.submitter);
  }
});
field?.addEventListener("input", narrow);

/** One tap: the line is sent, and stands as the server says it stands. */
async function send(row, form, button) {
  if (row.ariaBusy === "true") {
    return;
  }
  row.ariaBusy = "true";
  try {
    put(row, await answerTo(form, button));
  } catch {
    row.ariaBusy = "false";
    refuse(row, table.dataset.unsent);
  }
}

async function answerTo(form, button) {
  const body = new FormData(form);
  if (button?.name) {
    body.set(button.name, button.value);
  }
  const response = await fetch(form.action, {
    method: "POST",
    body,
    credentials: "same-origin",
    redirect: "error",
    headers: { "X-Requested-With": "fetch" },
    signal: patience(PATIENCE_MS),
  });
  const answer = document.createElement("template");
  answer.innerHTML = await response.text();
  return answer.content;
}

/** Throws for a page from elsewhere, such as that of a captive portal: it has no such line. */
function put(row, answer) {
  const now = answer.querySelector(`[data-row="${row.dataset.row}"]`);
  if (!now) {
    throw new Error("Expected the line, got something else");
  }
  hook("counts", table).replaceWith(hook("counts", answer));
  row.replaceWith(now);
  now.focus({ preventScroll: true });
  say(now, hook("noted", now)?.textContent ?? hook("refused", now)?.textContent ?? now.textContent);
}

function refuse(row, sentence) {
  const refused = hook("refused", row);
  refused.textContent = sentence;
  refused.hidden = false;
  say(row, sentence);
}

function say(row, sentence) {
  const name = row.querySelector("b")?.textContent ?? "";
  hook("said", table).textContent = `${name} ${sentence.replace(/\s+/g, " ").trim()}`;
}

/** While one types: those whose line has every word. The button asks the server, for all pages. */
function narrow() {
  const words = letters(field.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of hooks("row", table)) {
    const line = letters(row.dataset.found ?? "");
    row.hidden = !words.every((word) => line.includes(word));
    count += row.hidden ? 0 : 1;
  }
  hook("nobody", table).hidden = count > 0;
}

/** As events/search.py reads them. */
function letters(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[ёәғқңөұүһі]/g, (letter) => ONE_LETTER[letter]);
}
