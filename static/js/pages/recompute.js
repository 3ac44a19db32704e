import { hook, hooks, pageData } from "../lib/dom.js";
import { Fraction } from "../lib/fractions.js";
import { differences, isKnown } from "../lib/recompute.js";

const box = hook("recompute");
const words = pageData("recompute-words");

say("working");
recompute().then(tell, () => say("unread"));

/** The differences; null where this page does not know the rule. */
async function recompute() {
  const response = await fetch(hook("recompute-data", box).href);
  if (!response.ok) {
    throw new Error(`Expected the data, got ${response.status}`);
  }
  const bundle = await response.json();
  if (!isKnown(bundle)) {
    return null;
  }
  const found = differences(bundle);
  return (await isWhole(bundle)) ? found : [...found, { what: "altered" }];
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

/** Whether the data have the fingerprint that they carry; on an http address no browser can tell. */
async function isWhole({ sha256, ...rest }) {
  if (!crypto.subtle) {
    return true;
  }
  const bytes = new TextEncoder().encode(textOf(rest));
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

/** As the program writes it: the names of its parts in order, and nothing between them. */
function textOf(value) {
  if (Array.isArray(value)) {
    return `[${value.map(textOf).join()}]`;
  }
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value);
  }
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`).join()}}`;
}

function say(what) {
  for (const each of hooks("recompute-said", box)) {
    each.hidden = each.dataset.recomputeSaid !== what;
  }
}
