import { hook, setText } from "../lib/dom.js";
import { uuid } from "../tablet/ids.js";
import { tablet } from "../tablet/tablet.js";

const dialog = hook("ask");
const form = hook("ask-form");
const said = hook("ask-said");
const list = hook("ask-kept");
const { questions } = tablet;
const defense = Number(dialog.dataset.defense);
let refused = null; // the question that is asked once more, in other words or after what stood against it is gone

hook("ask-open").hidden = false;
hook("ask-open").addEventListener("click", () => ask());

function ask(again = null) {
  if (again || refused) {
    form.elements.text.value = again?.text ?? "";
    form.elements.answer.value = again?.answer ?? "";
  }
  refused = again;
  dialog.showModal();
}

/** What was typed and not kept is there when the dialog is opened again. */
dialog.addEventListener("close", () => {
  if (dialog.returnValue !== "ask") {
    return;
  }
  dialog.returnValue = "";
  const { text, answer } = Object.fromEntries(new FormData(form));
  const rehearsal = Number(document.body.dataset.rehearsal) || null;
  form.reset();
  questions.add({ op_id: uuid(), question: uuid(), defense, text, answer, rehearsal });
  if (refused) {
    questions.giveUp(refused.op_id);
    refused = null;
  }
});
list.addEventListener("click", ({ target }) => {
  const { giveUp, again } = target.dataset;
  if (giveUp) {
    questions.giveUp(giveUp);
  } else if (again) {
    ask(questions.of(defense).find(({ op_id: id }) => id === again));
  }
});

function show(state) {
  const rows = questions.of(defense).map(rowOf);
  list.replaceChildren(...rows);
  if (rows.length > 0 || state === "stored") {
    said.hidden = false;
    setText(said, rows.length > 0 ? dialog.dataset.kept : dialog.dataset.stored);
  } else {
    said.hidden = true;
  }
}

function rowOf({ op_id: id, text, refused: why }) {
  const row = document.createElement("li");
  row.append(why ? `${text}: ${why} ` : text);
  if (why) {
    row.append(button("again", id), " ", button("giveUp", id));
  }
  return row;
}

/** An act on a question that was refused, in the words of the page. */
function button(act, id) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-small";
  made.dataset[act] = id;
  made.textContent = dialog.dataset[act];
  return made;
}

questions.onChange = show;
show();
