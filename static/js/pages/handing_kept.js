const PREFIX = "qorgau-kept-";

/** How many taps this account keeps on this device, so that another account's page can say so. */
export function keptCount(holder, count) {
  try {
    if (count > 0) {
      localStorage.setItem(PREFIX + holder, String(count));
    } else {
      localStorage.removeItem(PREFIX + holder);
    }
  } catch {
    // a browser that keeps nothing: nobody else's are kept either
  }
}

/**
 * How many other accounts keep of this event on this device. A holder is table-<installation>-<account>-<event>, of a rehearsal with one more word.
 */
export function keptOfOthers(holder) {
  const [, mark, , ...event] = holder.split("-");
  let count = 0;
  try {
    for (const [name, kept] of Object.entries(localStorage)) {
      const [, ofMark, , ...ofEvent] = name.slice(PREFIX.length).split("-");
      const isOther = name.startsWith(PREFIX) && name !== PREFIX + holder;
      count += isOther && ofMark === mark && ofEvent.join() === event.join() ? Number(kept) || 0 : 0;
    }
  } catch {
    return 0;
  }
  return count;
}
