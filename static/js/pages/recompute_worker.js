/*
 * Works a published result out beside the page. It is sent the address of the data, and answers {done, all}
 * before each part of the work; at the end {found}, the differences or null for data of a rule that it does
 * not know; {failed} where there are no data.
 */
import { differences, isKnown, PARTS } from "../lib/recompute.js";

addEventListener("message", ({ data }) => {
  recompute(data).then(
    (found) => postMessage({ found }),
    () => postMessage({ failed: true }),
  );
});

async function recompute(address) {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`Expected the data, got ${response.status}`);
  }
  const bundle = await response.json();
  if (!isKnown(bundle)) {
    return null;
  }
  const found = differences(bundle, (done) => postMessage({ done, all: PARTS.length }));
  return (await isWhole(bundle)) ? found : [...found, { what: "altered" }];
}

/** Whether the data have the fingerprint that they carry; on an http address no browser can tell. */
async function isWhole({ sha256, ...rest }) {
  if (!crypto.subtle) {
    return true;
  }
  const bytes = new TextEncoder().encode(textOf(rest));
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

/** As the program writes it: the names of its parts in order, and nothing between them. */
function textOf(value) {
  if (Array.isArray(value)) {
    return `[${value.map(textOf).join()}]`;
  }
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value);
  }
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`).join()}}`;
}
