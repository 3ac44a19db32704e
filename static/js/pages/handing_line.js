import { hook, hooks, setText } from "../lib/dom.js";

const RECEIVED = ["in_person", "proxy"];
export const SAID = { in_person: "inPerson", proxy: "proxy", absent: "absent", "": "back" };

/** The line as it stands with what is kept on the device: it says that it is not sent yet, and offers what may follow. */
export function paint(row, { kind, proxy, number }, words) {
  if (!hook("kept", row)) {
    return; // the server said that nothing can be noted of it
  }
  row.dataset.stored ??= row.dataset.kind;
  row.dataset.storedNumber ??= row.dataset.number;
  row.dataset.painted = "yes";
  offer(row, kind, number);
  hook("noted", row).hidden = true;
  const kept = hook("kept", row);
  kept.hidden = false;
  setText(kept, `${words[SAID[kind]].replace("{name}", proxy)} · ${words.kept}`);
  hook("refused", row).hidden = true;
}

/** Nothing is kept of it any more: it was sent in another tab, or is gone. */
export function unpaint(row) {
  if (!row.dataset.painted) {
    return;
  }
  offer(row, row.dataset.stored, Number(row.dataset.storedNumber));
  hook("noted", row).hidden = !row.dataset.stored;
  hook("kept", row).hidden = true;
  setText(hook("kept", row), "");
  delete row.dataset.painted;
  delete row.dataset.stored;
  delete row.dataset.storedNumber;
}

/** Which buttons the line has; each says after which note it comes. */
function offer(row, kind, number) {
  row.dataset.kind = kind;
  row.dataset.number = number;
  const isReceived = RECEIVED.includes(kind);
  row.classList.toggle("handing-row--done", isReceived);
  for (const each of hooks("give", row)) {
    each.hidden = isReceived;
  }
  hook("proxy", row).open &&= !isReceived;
  hook("absent", row).hidden = kind === "absent";
  hook("back", row).hidden = kind === "";
}
