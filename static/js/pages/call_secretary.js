import { CallQueue } from "../lib/call_queue.js";
import { hook, setText } from "../lib/dom.js";
import { QueueSender } from "../lib/queue_sender.js";
import { uuid } from "../tablet/ids.js";

const SEEN = ["seen", "done"];

const dialog = hook("call");
const form = hook("call-form");
const said = hook("call-said");
const { address, defense, kept, sent, seen, refused } = dialog.dataset;
const { holder } = document.body.dataset;
const queue = new CallQueue(holder);
const sender = new QueueSender(queue, {
  address,
  holder,
  bodyOf: ({ op_id, reason, text, defense: about }) => ({ op_id, reason, text, defense: about }),
  isSettled,
  onDrained: look,
  onUnreachable: () => say(kept),
});

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
  sender.drain();
});

/** Whether the call is settled, one way or the other. Only an answer of our server takes a call off this tablet. */
function isSettled(call, { status, data }) {
  if (status === 200 && ["applied", "duplicate"].includes(data.status)) {
    queue.markSent(call.op_id);
    say(sent);
    return true;
  }
  if (isRefused(status, data)) {
    giveUp(call, data);
    return true;
  }
  say([401, 403].includes(status) && data.detail ? data.detail : kept);
  return false;
}

function isRefused(status, data) {
  return [404, 409, 422].includes(status) && data.detail;
}

function giveUp(call, { detail }) {
  queue.drop(call.op_id);
  say(`${refused} ${detail}`);
}

/** Whether the secretary has seen what was sent. */
async function look() {
  const waiting = queue.sent();
  if (waiting.length === 0) {
    return;
  }
  const { status, data } = await sender.get();
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
  const { status, data } = await sender.post(call);
  if (isRefused(status, data)) {
    giveUp(call, data);
  }
  return status === 200 ? data.state : null;
}

function say(words) {
  said.hidden = false;
  setText(said, words);
}

sender.start();
