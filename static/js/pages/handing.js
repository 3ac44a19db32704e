import { hook, hooks, setText } from "../lib/dom.js";
import { lineOf, Taps } from "../tablet/taps.js";
import { Aside } from "./handing_aside.js";
import { keptCount, keptOfOthers } from "./handing_kept.js";
import { paint, unpaint } from "./handing_line.js";
import { KeptTable } from "./handing_page.js";

const ONE_LETTER = { ё: "е", ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и" };

const table = hook("handing");
const field = table.querySelector('input[type="search"]');
const { holder, account } = table.dataset;
const words = hook("words", table).dataset;
const taps = new Taps({ holder, account, onChange: show, onAnswer: put });
const page = new KeptTable(table, { holder, opened: taps.opened });

const aside = new Aside(hook("aside", table), words, (each) => taps.giveUp(each));

table.addEventListener("submit", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) {
    event.preventDefault();
    tap(row, event.target, event.submitter);
  }
});
field?.addEventListener("input", narrow);
page.start();
taps.start();

/** One tap: it is kept on the device first, then sent. */
function tap(row, form, button) {
  const { number, kind: before } = row.dataset;
  const fields = new FormData(form);
  if (button?.name) {
    fields.set(button.name, button.value);
  }
  const proxy = String(fields.get("proxy") ?? "").trim();
  const isBack = fields.has("number");
  const kind = isBack ? "" : fields.get("kind");
  if (kind === before && kind !== "proxy") {
    return; // a second tap on what stands
  }
  const said = isBack ? { number } : { kind, proxy, after: number };
  const address = new URL(form.action).pathname;
  paint(row, { kind, proxy, number: Number(number) + 1 }, words); // a second tap comes after this one
  count();
  say(row, hook("kept", row).textContent);
  const name = nameOf(row);
  taps.add({ code: row.dataset.row, name, address, fields: said, kind, proxy, number: Number(number) + 1 });
}

/** Every line with what is kept of it, the counts, and how many are kept. */
async function show() {
  const all = await taps.all();
  const last = new Map(all.map((each) => [each.code, each]));
  for (const row of hooks("row", table)) {
    const kept = last.get(row.dataset.row);
    if (kept) {
      paint(row, kept, words);
    } else {
      unpaint(row);
    }
  }
  count();
  keptCount(holder, all.length);
  const failing = aside.show(all);
  tell(all.filter(({ code }) => !failing.has(code)).length);
}

function tell(count) {
  const line = hook("unsent", table);
  const state = taps.state === "unknown" && !taps.isLasting ? "passing" : taps.state;
  line.hidden = count === 0 || state === "sending";
  setText(line, line.hidden ? "" : words[state].replace("{count}", count));
  const others = hook("of-others", table);
  const kept = keptOfOthers(holder);
  others.hidden = kept === 0;
  setText(others, kept === 0 ? "" : words.others.replace("{count}", kept));
}

/** The line as the server says it stands now, and the counts. */
function put(tap, answer) {
  const row = lineOf(table, tap.code);
  const now = lineOf(answer, tap.code);
  hook("counts", table).replaceWith(hook("counts", answer));
  page.keepSoon();
  if (!nameOf(now)) {
    now.prepend(named(tap));
  }
  if (!row) {
    aside.tell(tap, hook("refused", now)?.textContent ?? ""); // it stands on another page
    return;
  }
  const isHere = row.contains(document.activeElement) || document.activeElement === document.body;
  row.replaceWith(now);
  if (isHere) {
    now.focus({ preventScroll: true });
  }
  say(now, hook("refused", now)?.textContent || hook("noted", now)?.textContent || "");
}

function named({ name }) {
  const line = document.createElement("b");
  line.textContent = name ?? "";
  return line;
}

function nameOf(row) {
  return row.querySelector("b")?.textContent ?? "";
}

/** The counts of the server, with what is kept here. */
function count() {
  const moved = {};
  for (const { dataset } of hooks("row", table)) {
    if (dataset.painted) {
      moved[dataset.stored || "waiting"] = (moved[dataset.stored || "waiting"] ?? 0) - 1;
      moved[dataset.kind || "waiting"] = (moved[dataset.kind || "waiting"] ?? 0) + 1;
    }
  }
  for (const each of hooks("count", table)) {
    setText(each, String(Number(each.dataset.base) + (moved[each.dataset.count] ?? 0)));
  }
}

function say(row, sentence) {
  setText(hook("said", table), `${nameOf(row)} ${sentence.replace(/\s+/g, " ").trim()}`);
}

/** While one types: those whose line has every word. The button asks the server, for all pages. */
function narrow() {
  const sought = letters(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of hooks("row", table)) {
    const line = letters(row.dataset.found ?? "");
    row.hidden = !sought.every((word) => line.includes(word));
    found += row.hidden ? 0 : 1;
  }
  hook("nobody", table).hidden = found > 0;
}

/** As events/search.py reads them. */
function letters(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[ёәғқңөұүһі]/g, (letter) => ONE_LETTER[letter]);
}
