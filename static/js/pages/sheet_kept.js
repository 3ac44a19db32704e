/** What was given on a sheet, kept in this tab while its page is opened again. */

/** Whether it is kept: a browser may refuse. */
export function keep(url, given) {
  try {
    sessionStorage.setItem(url, JSON.stringify(given));
    return true;
  } catch {
    return false;
  }
}

/** What was kept for this sheet, once; null when there is nothing. */
export function takeKept(url) {
  try {
    const text = sessionStorage.getItem(url);
    sessionStorage.removeItem(url);
    return JSON.parse(text);
  } catch {
    return null;
  }
}
