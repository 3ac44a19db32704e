import { getJson, patience } from "../lib/http.js";

const PATIENCE = 4000;

/**
 * A server that was put back from a backup knows less than it once acknowledged. A page lists the revision
 * of every sheet; where this tablet was told a later one, and the server says so when it is asked, the values
 * are given once more. They were built on a revision that is no more: the server answers with a conflict,
 * and the expert is shown both. A rehearsal begins anew: of what it has lost, nothing is given again or shown.
 */
export async function giveAgainWhatIsLost(tablet) {
  if ("kept" in document.body.dataset) {
    return;
  }
  const listed = revisionsListed();
  for (const known of await tablet.database.read("sheets")) {
    const rev = listed.get(known.page) ?? known.rev;
    if (rev > known.rev) {
      await tablet.outbox.forgetKnown(known.sheet); // saved elsewhere since
    } else if (rev < known.rev && (await isLost(tablet, known))) {
      await takeLoss(tablet, known);
      tablet.tell({ state: "counted" });
    }
  }
}

async function takeLoss({ holder, outbox, halves }, known) {
  if (holder.endsWith("-rehearsal")) {
    await outbox.forgetAll(known.sheet);
    await halves.drop(known.sheet);
  } else {
    await outbox.giveAgain(known);
  }
}

function revisionsListed() {
  const links = [...document.querySelectorAll("a[data-rev]")];
  return new Map(links.map((link) => [link.pathname, Number(link.dataset.rev)]));
}

/** A page may have been made before the last save: what the server has is asked. */
async function isLost({ holder }, { sheet, rev }) {
  try {
    const answer = await getJson(sheet, { signal: patience(PATIENCE), headers: { "X-Person": holder } });
    return answer.status === 200 && answer.data.status === "current" && answer.data.rev < rev;
  } catch {
    return false;
  }
}
