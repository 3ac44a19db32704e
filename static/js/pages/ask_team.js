import { hook, setText } from "../lib/dom.js";
import { uuid } from "../tablet/ids.js";
import { tablet } from "../tablet/tablet.js";

const dialog = hook("ask");
const form = hook("ask-form");
const said = hook("ask-said");
const list = hook("ask-kept");
const { questions } = tablet;
const defense = Number(dialog.dataset.defense);

hook("ask-open").hidden = false;
hook("ask-open").addEventListener("click", () => dialog.showModal());
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
});
list.addEventListener("click", ({ target }) => {
  const { giveUp } = target.dataset;
  if (giveUp) {
    questions.giveUp(giveUp);
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

function rowOf({ op_id: id, text, refused }) {
  const row = document.createElement("li");
  row.append(refused ? `${text}: ${refused} ` : text);
  if (refused) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.dataset.giveUp = id;
    button.textContent = dialog.dataset.giveUp;
    row.append(button);
  }
  return row;
}

questions.onChange = show;
show();
