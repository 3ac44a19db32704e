/** What an answer to an operation means. Only what is recognisably our server's means anything. */

const STORED = ["applied", "duplicate"];
// The words of experts/sheets.py, Outcome. A newer server may know more, and says by a header that it is ours.
const REFUSALS = [
  ...["signed_out", "csrf", "rehearsal", "rehearsal_card", "rehearsal_over", "recused", "unknown", "conflict", "invalid"],
  ...["reused", "rubric_changed", "no_criteria", "locked", "signature_refused", "undeclared"],
];
const LATER = [408, 425, 429];
const IN_TROUBLE = 500;
export const HELD = ["signed_out", "undeclared"];

/** One of: stored, old_token, held, refused, unknown. What is held waits for its expert, and is sent again as it is. */
export function meaningOf({ status, data, isOurs }) {
  if (causeOf(status) === "server") {
    return "unknown";
  }
  if (status === 200) {
    return isStored(data) ? "stored" : "unknown";
  }
  if (!isRefusal(data, isOurs)) {
    return "unknown";
  }
  if (status === 403 && data.status === "csrf") {
    return "old_token";
  }
  return status === 401 || HELD.includes(data.status) ? "held" : "refused";
}

/** Why nothing is known: a server that answers, and cannot, or a network that does not lead to one. */
export function causeOf(status) {
  return status >= IN_TROUBLE || LATER.includes(status) ? "server" : "network";
}

function isStored(data) {
  return STORED.includes(data?.status) && Number.isInteger(data.rev) && Boolean(data.saved_at);
}

function isRefusal(data, isOurs) {
  const isWorded = typeof data?.status === "string" && typeof data.detail === "string";
  return isWorded && (isOurs || REFUSALS.includes(data.status));
}
