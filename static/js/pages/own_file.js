import { hook, hooks } from "../lib/dom.js";

const box = hook("own-file");
const field = hook("own-file-field", box);
let latest = 0;

if (crypto.subtle) {
  hook("own-file-form", box).hidden = false;
  field.addEventListener("change", () => compare(field.files[0]));
} else {
  say("insecure");
}

/** The file stays on the device: its hash is computed here, and is not sent either. */
async function compare(file) {
  latest += 1;
  const turn = latest;
  say(file ? "reading" : null);
  if (!file) {
    return;
  }
  const found = await hashOf(file).catch(() => null);
  if (turn !== latest) {
    return; // another file was chosen meanwhile
  }
  say(found === null ? "unread" : found === box.dataset.sha256 ? "same" : "other");
}

async function hashOf(file) {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(what) {
  for (const sentence of hooks("own-file-said", box)) {
    sentence.hidden = sentence.dataset.ownFileSaid !== what;
  }
}
