import { hook, hooks } from "../lib/dom.js";
import { patience } from "../lib/http.js";
import { forgetPages } from "./kept_pages.js";

const PATIENCE = 10000;

/**
 * Who leaves takes the pages along, and is asked first while something of theirs is not on the server, or
 * may not be. Without our server nobody can leave: the session would stay, and the pages be gone.
 */
export function askBeforeLeaving(tablet) {
  const form = document.querySelector("form[data-leave]");
  const dialog = hook("leave-asks");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await tablet.hasNothingUnsent()) {
      await leave(tablet, form, dialog);
    } else {
      ask(dialog, tablet.database.isOpening ? "unknown" : "unsent");
    }
  });
  hook("leave-stay", dialog).addEventListener("click", () => dialog.close());
  hook("leave-go", dialog).addEventListener("click", () => leave(tablet, form, dialog));
}

function ask(dialog, why) {
  for (const part of hooks("leave-why", dialog)) {
    part.hidden = part.dataset.leaveWhy !== why;
  }
  dialog.setAttribute("aria-labelledby", `leave-${why}`);
  hook("leave-go", dialog).hidden = why === "offline";
  if (!dialog.open) {
    dialog.showModal();
  }
}

/** The outbox stays: it is sent when the same card is opened on this tablet again. */
async function leave(tablet, form, dialog) {
  if (await isServerThere(dialog.dataset.probe)) {
    await forgetPages(tablet).catch(() => null);
    form.submit();
  } else {
    ask(dialog, "offline");
  }
}

async function isServerThere(address) {
  try {
    const answer = await fetch(address, { cache: "no-store", signal: patience(PATIENCE) });
    return answer.ok && answer.headers.has("X-Qorgau");
  } catch {
    return false;
  }
}
