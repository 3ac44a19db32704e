import { getJson, patience, postJson } from "./http.js";

const EVERY_MS = 5000;
const PATIENCE_MS = 10000;
const WAKE_UPS = ["online", "pageshow", "focus"];

/**
 * Sends what waits in a queue in its order, each until an answer of our server settles it.
 *
 * `bodyOf(item)` is what is posted; `isSettled(item, answer)` takes what was answered and says whether to go on;
 * `onDrained()` comes when nothing waits any more, `onUnreachable()` when nobody answers for what waits.
 */
export class QueueSender {
  constructor(queue, { address, holder, bodyOf, isSettled, onDrained = () => null, onUnreachable }) {
    Object.assign(this, { queue, address, holder, bodyOf, isSettled, onDrained, onUnreachable });
    this.isSending = false;
  }

  start() {
    for (const name of WAKE_UPS) {
      window.addEventListener(name, () => this.drain());
    }
    document.addEventListener("visibilitychange", () => this.drain());
    setInterval(() => this.drain(), EVERY_MS);
  }

  async drain() {
    if (this.isSending) {
      return;
    }
    this.isSending = true;
    try {
      for (const item of this.queue.toSend()) {
        if (!this.isSettled(item, await this.post(item))) {
          return;
        }
      }
      await this.onDrained();
    } catch {
      if (this.queue.toSend().length > 0) {
        this.onUnreachable();
      }
    } finally {
      this.isSending = false;
    }
  }

  async post(item) {
    const answer = await postJson(this.address, this.bodyOf(item), this.#options());
    if (answer.data.status !== "csrf") {
      return answer;
    }
    await this.get(); // brings a fresh token
    return postJson(this.address, this.bodyOf(item), this.#options());
  }

  get() {
    return getJson(this.address, this.#options());
  }

  #options() {
    return { signal: patience(PATIENCE_MS), headers: { "X-Person": this.holder } };
  }
}
