/** A random UUID also where `crypto.randomUUID` is missing: a page over plain HTTP in a hall. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** One id for this browser; a new one when it may not remember. */
export function deviceId() {
  try {
    const kept = localStorage.getItem("qorgau-device") ?? uuid();
    localStorage.setItem("qorgau-device", kept);
    return kept;
  } catch {
    return uuid();
  }
}
