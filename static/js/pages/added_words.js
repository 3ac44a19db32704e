import { hook, hooks, setText } from "../lib/dom.js";
import { isSure } from "../lib/sure.js";
import { uuid } from "../tablet/ids.js";
import { tablet } from "../tablet/tablet.js";

/**
 * What is typed into a form of words is kept on this tablet until the server has it, with the version that was seen
 * then, so that the server does not put it over words that came meanwhile. What has no form here any more, since the
 * time is over or the sheet does not count, is listed: its expert reads it, sends it again or gives it up.
 */
const page = hook("words-page");
const list = hook("words-kept", page);
const row = page.querySelector("template");
const forms = new Map(hooks("added-words").map((form) => [Number(form.dataset.addedWords), form]));
const rehearsal = Number(document.body.dataset.rehearsal) || null;
const { words } = tablet;
const inOneLine = (text) => text.trim().split(/\s+/).join(" "); // as the server keeps it

for (const [defense, form] of forms) {
  takeUp(form, keptOf(defense));
  form.addEventListener("input", () => keep(form, { typed: true, refused: keptOf(defense)?.refused }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(form);
  });
  giveUpBy(hook("words-give-up", form), () => keptOf(defense));
}
words.onChange = show;
show();

function keptOf(defense) {
  return words.of(defense)[0];
}

function takeUp(form, kept) {
  const { text, readers } = form.elements;
  const isSame = inOneLine(kept?.text ?? "") === inOneLine(text.value) && kept?.readers === (readers?.value ?? kept?.readers);
  if (kept && !isSame) {
    text.value = kept.text;
    form.elements.seen.value = kept.seen;
    if (readers) {
      readers.value = kept.readers;
    }
  } else if (kept) {
    words.giveUp(kept.op_id); // it stands
  } else if (text.getAttribute("aria-invalid") === "true" || text.value !== text.defaultValue) {
    keep(form, { typed: true }); // what was refused, and what was typed before this script came
  }
}

/** What was sent before may have been kept: other words are another operation. */
function keep(form, state = {}) {
  const { text, readers, seen } = form.elements;
  words.put({
    op_id: uuid(),
    defense: Number(form.dataset.addedWords),
    title: form.dataset.title,
    seen: Number(seen.value),
    text: text.value,
    readers: readers?.value ?? "team",
    rehearsal,
    sheet: form.action,
    page: page.dataset.wordsPage,
    ...state,
  });
}

function show(state, item, answer) {
  for (const [defense, form] of forms) {
    const kept = keptOf(defense);
    if (item?.defense === defense) {
      take(form, item, { ...answer, state });
    }
    tell(hook("words-said", form), kept && !kept.typed && !kept.refused ? form.dataset.waits : "");
    tell(hook("words-why", form), kept?.refused ?? "");
    hook("words-give-up", form).hidden = !kept?.refused;
    if (state === "stored" && item.defense === defense) {
      tell(hook("words-said", form), answer.detail);
    }
  }
  const others = words.queue.all().filter(({ defense }) => !forms.has(defense));
  hook("words-others", page).hidden = others.length === 0;
  list.replaceChildren(...others.map(rowOf));
}

/** What is typed next is made of what was stored, or of what the refusal told, unless more was typed meanwhile. */
function take(form, item, { number, state }) {
  const kept = keptOf(item.defense);
  const { text, seen } = form.elements;
  if (state === "refused") {
    seen.value = kept?.op_id === item.op_id ? kept.seen : seen.value;
    return;
  }
  seen.value = number;
  if (kept) {
    words.queue.mark(kept.op_id, { seen: number });
  } else {
    text.value = text.defaultValue = inOneLine(item.text);
  }
}

function rowOf(item) {
  const made = row.content.firstElementChild.cloneNode(true);
  setText(hook("words-title", made), item.title);
  setText(hook("words-text", made), item.text);
  setText(hook("words-why", made), item.refused ?? "");
  const again = hook("words-again", made);
  again.hidden = !(item.typed || item.refused);
  again.addEventListener("click", () => words.put({ ...item, typed: false, refused: undefined }));
  giveUpBy(hook("words-give-up", made), () => item);
  return made;
}

function giveUpBy(button, itemOf) {
  button.addEventListener("click", () => {
    const item = itemOf();
    if (item && isSure(button)) {
      words.giveUp(item.op_id);
      forms.get(item.defense)?.reset();
      location.assign(page.dataset.wordsPage); // with what stands
    }
  });
}

function tell(line, said) {
  line.hidden = said === "";
  setText(line, said);
}
