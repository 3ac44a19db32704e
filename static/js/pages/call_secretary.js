import { CallQueue } from "../lib/call_queue.js";
import { hook, setText } from "../lib/dom.js";
import { getJson, patience, postJson } from "../lib/http.js";
import { uuid } from "../tablet/ids.js";

const EVERY_MS = 5000;
const PATIENCE_MS = 10000;
const SEEN = ["seen", "done"];

const dialog = hook("call");
const form = hook("call-form");
const said = hook("call-said");
const { address, defense, kept, sent, seen, refused } = dialog.dataset;
const { holder } = document.body.dataset;
const queue = new CallQueue(holder);
let isSending = false;

hook("call-open").hidden = false;
hook("call-open").addEventListener("click", () => {
  form.reset();
  dialog.showModal();
});
dialog.addEventListener("close", () => {
  if (dialog.returnValue !== "call") {
    return;
  }
  dialog.returnValue = "";
  const fields = new FormData(form);
  queue.add({
    op_id: uuid(),
    reason: fields.get("reason"),
    text: fields.get("text"),
    defense: defense ? Number(defense) : null,
  });
  drain();
});

/** What waits goes out in its order. Only an answer of our server takes a call off this tablet. */
async function drain() {
  if (isSending) {
    return;
  }
  isSending = true;
  try {
    for (const call of queue.toSend()) {
      if (!(await isSent(call))) {
        return;
      }
    }
    await look();
  } catch {
    if (queue.toSend().length > 0) {
      say(kept);
    }
  } finally {
    isSending = false;
  }
}

/** Whether the call is settled, one way or the other. */
async function isSent(call) {
  let answer = await post(call);
  if (answer.data.status === "csrf") {
    await getJson(address, options()); // brings a fresh token
    answer = await post(call);
  }
  const { status, data } = answer;
  if (status === 200 && ["applied", "duplicate"].includes(data.status)) {
    queue.markSent(call.op_id);
    say(sent);
    return true;
  }
  if ([404, 409, 422].includes(status) && data.detail) {
    queue.drop(call.op_id);
    say(`${refused} ${data.detail}`);
    return true;
  }
  say([401, 403].includes(status) && data.detail ? data.detail : kept);
  return false;
}

/** Whether the secretary has seen what was sent. */
async function look() {
  const waiting = queue.sent();
  if (waiting.length === 0) {
    return;
  }
  const { status, data } = await getJson(address, options());
  if (status !== 200 || !data.calls) {
    return;
  }
  let seenOnes = 0;
  for (const call of waiting) {
    seenOnes += await isSeen(call, data.calls[call.op_id]);
  }
  if (queue.sent().length + seenOnes > 0) {
    say(seenOnes > 0 ? seen : sent);
  }
}

/** Only open calls are listed: what became of another is asked by sending it once more, under the same id. */
async function isSeen(call, listed) {
  const state = listed ?? (await stateOf(call));
  if (!SEEN.includes(state)) {
    return false;
  }
  queue.drop(call.op_id);
  return true;
}

async function stateOf(call) {
  const { status, data } = await post(call);
  if ([404, 409, 422].includes(status) && data.detail) {
    queue.drop(call.op_id);
    say(`${refused} ${data.detail}`);
  }
  return status === 200 ? data.state : null;
}

function post({ op_id, reason, text, defense: about }) {
  return postJson(address, { op_id, reason, text, defense: about }, options());
}

function options() {
  return { signal: patience(PATIENCE_MS), headers: { "X-Person": holder } };
}

function say(words) {
  said.hidden = false;
  setText(said, words);
}

for (const name of ["online", "pageshow", "focus"]) {
  window.addEventListener(name, drain);
}
document.addEventListener("visibilitychange", drain);
setInterval(drain, EVERY_MS);
