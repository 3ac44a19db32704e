import { hook, hooks, pageData } from "../lib/dom.js";
import { Fraction } from "../lib/fractions.js";

const box = hook("recompute");
const words = pageData("recompute-words");

begin();

/** In a worker, since a large event takes a phone some seconds; once more when a lost network is back. */
function begin() {
  const worker = new Worker(box.dataset.recompute, { type: "module" });
  worker.onmessage = ({ data }) => {
    if ("all" in data) {
      Object.assign(hook("recompute-progress", box), { value: data.done, max: data.all });
      return;
    }
    worker.terminate();
    data.failed ? fail() : tell(data.found);
  };
  worker.onerror = fail;
  say("working");
  worker.postMessage(hook("recompute-data", box).href);
}

function fail() {
  say("unread");
  addEventListener("online", begin, { once: true });
}

function tell(found) {
  say(found === null ? "unknown" : found.length ? "different" : "same");
  const list = hook("recompute-differences", box);
  list.replaceChildren(...(found ?? []).map(sentence));
  list.hidden = !list.children.length;
}

function sentence({ what, team, expert, criterion, said, found }) {
  const shown = [said, found].map(atTwoDecimals);
  const [one, other] = shown[0] === shown[1] ? [said, found] : shown;
  const told = { team, expert, criterion, said: one ?? words.nothing, found: other ?? words.nothing };
  const line = document.createElement("li");
  line.textContent = words[what].replace(/\{(\w+)\}/g, (_, name) => told[name]);
  return line;
}

/** As the page prints figures; places and what is no figure stay as they are. */
function atTwoDecimals(figure) {
  if (typeof figure !== "string" || !/^-?[\d./]+$/.test(figure)) {
    return figure;
  }
  const { hundredths } = Fraction.of(figure);
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, "0");
  return `${hundredths < 0n ? "−" : ""}${digits.slice(0, -2)}${words.sign}${digits.slice(-2)}`;
}

function say(what) {
  for (const each of hooks("recompute-said", box)) {
    each.hidden = each.dataset.recomputeSaid !== what;
  }
}
