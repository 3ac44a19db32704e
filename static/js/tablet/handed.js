import { base64url } from "../lib/base64url.js";
import { bodyOf } from "./outbox.js";
import { qrOf } from "./qr.js";

/**
 * What is unsent, as it leaves the tablet by another road than the network: one JSON object in a file, or the same
 * folded into codes (experts/handed.py reads both). Every code is whole by itself and carries some of the sheets,
 * so that one that is not scanned takes nothing from the others.
 */

const ROOM = 900; // letters of a code that a phone reads quickly; one sheet alone may take more
const UTF8 = new TextEncoder();

/** `sign(operations)` is what signing.js gives for handing over. */
export async function fileOf(sign, operations) {
  return JSON.stringify(await sign(inTurn(operations)), null, 2);
}

/** Each with its `text`, an address of the organizers' page, and `rows`, null where no code holds it. */
export async function codesOf(sign, address, operations) {
  const codes = [];
  for (const sheet of bySheet(inTurn(operations))) {
    const last = codes.at(-1);
    const both = last && (await codeOf(sign, [...last.given, ...sheet]));
    if (both && both.letters.length <= ROOM) {
      codes[codes.length - 1] = both;
    } else {
      codes.push(await codeOf(sign, sheet));
    }
  }
  return codes.map(({ letters }, at) => {
    const text = `${address}#${at + 1}.${codes.length}.${letters}`;
    return { text, rows: qrOf(UTF8.encode(text)) };
  });
}

async function codeOf(sign, given) {
  const bytes = UTF8.encode(JSON.stringify(await sign(given)));
  const smaller = await folded(bytes);
  return { given, letters: smaller ? `z${base64url(smaller)}` : `p${base64url(bytes)}` };
}

/** As they would be sent one after the other: what is built on another is built on the revision that it will make. */
function inTurn(operations) {
  const made = new Map();
  return operations.map((each) => {
    const base_rev = made.has(each.after) ? made.get(each.after) : each.base_rev;
    made.set(each.op_id, base_rev + 1);
    return { sheet: each.sheet.split("/").at(-1), ...bodyOf({ ...each, base_rev }) };
  });
}

function bySheet(given) {
  const sheets = new Map();
  for (const each of given) {
    sheets.set(each.sheet, [...(sheets.get(each.sheet) ?? []), each]);
  }
  return sheets.values();
}

/** Null where the browser cannot. */
async function folded(bytes) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}
