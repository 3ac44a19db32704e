/** The one element with this `data-` hook, inside `root`; null when the page has none. */
export function hook(name, root = document) {
  return root.querySelector(`[data-${name}]`);
}

/** Every element with this `data-` hook, as an array. */
export function hooks(name, root = document) {
  return Array.from(root.querySelectorAll(`[data-${name}]`));
}

/** The data that the template wrote with `json_script`. */
export function pageData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** Change a text only when it differs, so that a screen reader is not made to repeat it. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
