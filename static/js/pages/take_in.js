import { hook } from "../lib/dom.js";

/**
 * A code of a tablet opens this page and carries the sheets behind the #, where no server reads them: they
 * are put into the form, which shows what is inside. Out of the address they go, as a reload would send them again.
 */
const CARRIED = /^#\d+\.\d+\.[zp]./;
const form = hook("take-in");

function take() {
  const { hash, pathname } = window.location;
  if (CARRIED.test(hash)) {
    form.elements.text.value = hash.slice(1);
    history.replaceState(null, "", pathname);
    form.submit();
  }
}

window.addEventListener("hashchange", take);
take();
