import { setText } from "./dom.js";

/** A button that takes something away asks once more, in its own words (`data-sure`). Whether this touch is the answer. */
export function isSure(button) {
  const { sure } = button.dataset;
  if (!sure || button.textContent === sure) {
    return true;
  }
  setText(button, sure);
  return false;
}
