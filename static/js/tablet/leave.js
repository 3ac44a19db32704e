import { hook } from "../lib/dom.js";
import { forgetPages } from "./kept_pages.js";

/** Who leaves takes the pages along, and is asked first while something of theirs is not on the server. */
export function askBeforeLeaving(tablet) {
  const form = document.querySelector("form[data-leave]");
  const dialog = hook("leave-asks");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((await tablet.outbox.all()).length > 0) {
      dialog.showModal();
    } else {
      await leave(tablet, form);
    }
  });
  hook("leave-stay", dialog).addEventListener("click", () => dialog.close());
  hook("leave-go", dialog).addEventListener("click", () => leave(tablet, form));
}

/** The outbox stays: it is sent when the same card is opened on this tablet again. */
async function leave(tablet, form) {
  await forgetPages(tablet);
  form.submit();
}
