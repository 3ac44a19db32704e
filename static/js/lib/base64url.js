/** Bytes, or a buffer of them, as letters that an address and a file of JSON can hold. */
export function base64url(bytes) {
  const text = btoa(Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join(""));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
