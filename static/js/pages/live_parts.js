import { hook, hooks } from "../lib/dom.js";
import { follow } from "../lib/snapshot.js";

const live = hook("live");
const stale = hook("stale");
const shown = new Map(hooks("part", live).map((part) => [part.dataset.part, plain(part)]));

follow(live.dataset.live, { changed, fresh });

function fresh(isFresh) {
  stale.hidden = isFresh;
}

/** Only what differs is put in place, so that an open list, a form and the focus stay. */
function changed(html) {
  const page = document.createElement("template");
  page.innerHTML = html;
  for (const part of hooks("part", page.content)) {
    const name = part.dataset.part;
    const old = live.querySelector(`[data-part="${name}"]`);
    const said = plain(part);
    if (old && shown.get(name) !== said) {
      put(old, part);
      shown.set(name, said);
    }
  }
}

function put(old, part) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const sideways = old.firstElementChild?.scrollLeft ?? 0;
  const open = new Map(Array.from(old.querySelectorAll("details[id]"), (each) => [each.id, each.open]));
  old.replaceChildren(...part.childNodes);
  for (const each of old.querySelectorAll("details[id]")) {
    each.open = open.get(each.id) ?? each.open;
  }
  if (old.firstElementChild) {
    old.firstElementChild.scrollLeft = sideways;
  }
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

/** Without the token, which every answer writes anew. */
function plain(part) {
  return part.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
}
