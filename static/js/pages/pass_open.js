import { hook } from "../lib/dom.js";

/** The code of a scanned card comes after the "#", which no server sees. It goes into the form, and
 *  out of the address, so that it stays in no history. Nothing is sent before the button is pressed. */
function takeCode() {
  const code = window.location.hash.slice(1);
  if (!code) {
    return;
  }
  window.history.replaceState(null, "", window.location.pathname);
  const form = hook("card");
  form.elements.token.value = code;
  hook("card-typed", form).hidden = true;
  hook("card-read", form).hidden = false;
}

/** A second press would send the card once more, and it opens a tablet once. Coming back frees the button. */
function pressOnce() {
  const button = hook("card").querySelector("button");
  hook("card").addEventListener("submit", () => {
    button.disabled = true;
    window.caches?.delete("qorgau-holder"); // who was in before is shown to nobody else (tablet/kept_pages.js)
  });
  window.addEventListener("pageshow", () => { button.disabled = false; });
}

takeCode();
pressOnce();
window.addEventListener("hashchange", takeCode);
