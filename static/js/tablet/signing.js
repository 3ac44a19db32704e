import { base64url } from "../lib/base64url.js";
import { patience, putJson } from "../lib/http.js";
import { finished, opened } from "./idb.js";

/**
 * The tablet's signature. A P-256 key that cannot be taken out of the browser is made once for each
 * holder, kept in a database of its own, and registered with a proof that this tablet has it. What is
 * signed is the text of experts/signatures.py, to the letter; a change of it is a new version there.
 *
 * Without a secure context, or where the browser keeps no key, sheets are sent unsigned. A key that could not
 * be registered yet is no reason: the sheet waits for it (sender.js).
 */

const VERSION = 1;
const PATIENCE = 10000;
const STORE = "keys";
const OWN = "own";
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const HASH = { name: "ECDSA", hash: "SHA-256" };
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MARK_LETTERS = 16;
const UTF8 = new TextEncoder();

export const canSign = () => Boolean(window.isSecureContext && crypto.subtle && window.indexedDB);

/** `holder` names the database; the others stand in what is signed, and on the body of every page of an expert. */
export function signerFor(holder, { card, event, person, keyUrl }) {
  return new Signer(holder, { card: Number(card), event, person, url: keyUrl });
}

/** The server took no key: with its `answer`, or null where nothing is known; a server in trouble may answer no JSON. */
export class NotRegistered extends Error {
  constructor(answer, { status = 0, retryAfter = 0 } = {}) {
    super("The key of this tablet is not registered");
    this.name = "NotRegistered";
    this.answer = answer ?? (status >= 500 ? { status, data: null, isOurs: false, retryAfter } : null);
    this.retryAfter = retryAfter;
  }
}

class Signer {
  constructor(holder, says) {
    Object.assign(this, { holder, ...says });
    this.ready = null;
  }

  /** The key, made and registered if it was not; null where this browser cannot sign. Throws while it is not registered. */
  async key() {
    this.ready ??= canSign() ? this.#registered() : Promise.resolve(null);
    try {
      return await this.ready;
    } catch (error) {
      this.ready = null; // the next sheet asks again
      if (error instanceof NotRegistered) {
        throw error;
      }
      return null; // the browser's store of keys does not work
    }
  }

  /** Makes and registers the key while there is a network. */
  begin() {
    this.key().catch(() => null);
  }

  /** An operation as it is sent, with `key` and `signature` if it submits a sheet and this tablet can sign. */
  async signed(sheet, operation) {
    return operation.final ? this.#signedWith(await this.key(), sheet, operation) : operation;
  }

  async #signedWith(key, sheet, operation) {
    if (key === null) {
      return operation;
    }
    const text = await textOfSheet({ event: this.event, person: this.person, key: key.mark }, sheet, operation);
    return { ...operation, key: key.mark, signature: await signatureOf(key, text) };
  }

  /**
   * Sheets on another road than the network: the final ones signed each, and all of them together as they are
   * written. Unsigned while the server does not know the key of this tablet. Returns what does it, and asks the
   * network once at most: not at all while this tablet is cut off.
   */
  async handingOver({ isCutOff }) {
    const key = await (isCutOff ? this.#known() : this.key()).catch(() => null);
    return (operations) => this.#handedOver(key, operations);
  }

  async #handedOver(key, operations) {
    const rehearsal = this.holder.endsWith("-rehearsal") ? { rehearsal: true } : {};
    const says = { event: this.event, person: this.person, ...rehearsal };
    const whole = { qorgau: "unsent sheets", version: VERSION, ...says };
    if (key === null) {
      return { ...whole, given: JSON.stringify(operations) };
    }
    const signed = await Promise.all(operations.map((each) => this.#withSheet(key, each)));
    const given = JSON.stringify(signed);
    const text = textOf({ what: "handed", ...says, key: key.mark, given });
    return { ...whole, given, key: key.mark, signature: await signatureOf(key, text) };
  }

  async #withSheet(key, { sheet, ...operation }) {
    return { sheet, ...(operation.final ? await this.#signedWith(key, sheet, operation) : operation) };
  }

  /** The key, if the server knows it already. */
  async #known() {
    const key = canSign() ? await kept(this.holder) : null;
    return key?.card === this.card ? key : null;
  }

  /** The server knows this key no more: the next sheet waits until another one is registered. */
  refused() {
    this.ready = this.#anew(this.ready);
    this.ready.catch(() => null); // who asks for the key is told
  }

  async #anew(before) {
    const key = await before;
    if (key) {
      await changed(this.holder, (store) => store.put({ ...key, card: null }, OWN));
    }
    return this.#registered();
  }

  async #registered() {
    const key = (await kept(this.holder)) ?? (await made(this.holder));
    if (key.card === this.card) {
      return key;
    }
    const answer = await this.#register(key);
    if (isTaken(answer)) {
      return this.#keep(key);
    }
    if (isClosed(answer)) {
      this.ready = null; // goes out unsigned, is told that the scoring is closed, and asks again if it is reopened
      return null;
    }
    if (answer.data?.status !== "signature_refused") {
      throw new NotRegistered(answer);
    }
    const other = await made(this.holder, { anew: true }); // the old one was closed, and no key opens again
    const second = await this.#register(other);
    if (!isTaken(second)) {
      throw new NotRegistered(second);
    }
    return this.#keep(other);
  }

  async #register(key) {
    const says = { what: "key", event: this.event, person: this.person, card: this.card };
    const proof = await signatureOf(key, textOf({ ...says, public_key: key.publicKey }));
    const options = { signal: patience(PATIENCE), headers: { "X-Person": this.holder } };
    try {
      return await putJson(this.url, { public_key: key.publicKey, proof }, options);
    } catch (error) {
      throw new NotRegistered(null, error);
    }
  }

  async #keep(key) {
    const known = { ...key, card: this.card };
    await changed(this.holder, (store) => store.put(known, OWN));
    return known;
  }
}

function isTaken({ status, data }) {
  return status === 200 && data?.status === "registered";
}

function isClosed({ status, data }) {
  return status === 200 && data?.status === "closed";
}

export async function textOfSheet({ event, person, key }, sheet, operation) {
  const points = Object.entries(operation.points).map(([name, value]) => [name, plain(value)]);
  return textOf({
    what: "sheet",
    event,
    person,
    key,
    sheet,
    op_id: operation.op_id,
    base_rev: operation.base_rev,
    rubric_version: operation.rubric_version,
    final: operation.final,
    points: Object.fromEntries(points),
    ...(await wordsOf(operation)),
  });
}

/** Of a comment that only its writer reads a salted hash is signed; one for the protocol says nothing of readers. */
async function wordsOf({ comment, readers = "protocol", device_id: device, op_id: operation }) {
  if (readers === "protocol") {
    return { comment };
  }
  if (readers !== "me") {
    return { comment, readers };
  }
  return { comment: device ? await hashOf(`${device}:${operation}:${comment}`) : "", readers };
}

async function hashOf(text) {
  const digest = await crypto.subtle.digest("SHA-256", UTF8.encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function textOf(values) {
  return written({ v: VERSION, ...values });
}

/** JSON with its keys in order, also those that look like numbers, which an object would put first. */
function written(value) {
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value);
  }
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${written(value[name])}`);
  return `{${members.join(",")}}`;
}

/** Points as the server writes them: 7 and 7.5, not 7.50. */
export function plain(value) {
  const found = /^0*([0-9]+)(?:[.,]([0-9]*))?$/.exec(value);
  if (found === null) {
    return value; // no points: the server says so
  }
  const decimals = (found[2] ?? "").replace(/0+$/, "");
  return decimals ? `${found[1]}.${decimals}` : found[1];
}

async function signatureOf(key, text) {
  return base64url(await crypto.subtle.sign(HASH, key.pair.privateKey, UTF8.encode(text)));
}

/** A key is made before the transaction, which waits for nothing else; another tab's comes first. */
async function made(holder, { anew = false } = {}) {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  const row = { pair, publicKey: base64url(spki), mark: await markOf(spki), card: null };
  if (anew) {
    await changed(holder, (store) => store.put(row, OWN));
  } else {
    await changed(holder, (store) => store.add(row, OWN)).catch(() => null);
  }
  return kept(holder);
}

async function markOf(spki) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", spki));
  const bits = Array.from(digest, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = bits.match(/.{5}/g).slice(0, MARK_LETTERS).map((five) => LETTERS[parseInt(five, 2)]);
  return letters.join("").match(/.{4}/g).join("-");
}

async function kept(holder) {
  const row = await changed(holder, (store) => store.get(OWN), "readonly");
  return row ?? null;
}

/** One act on the store, in a connection of its own: the browser may have dropped an older one. */
async function changed(holder, act, mode = "readwrite") {
  const upgrade = (empty) => empty.createObjectStore(STORE);
  const database = await opened(`qorgau-keys-${holder}`, { version: VERSION, upgrade });
  try {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    await finished(transaction);
    return request.result;
  } finally {
    database.close();
  }
}
