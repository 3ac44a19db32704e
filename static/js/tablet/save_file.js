const LONGEST_SAVING = 60000; // WebKit asks its user first, and saves nothing from an address that is gone

/** Gives a text of JSON to the expert as a file. */
export function saveFile(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LONGEST_SAVING);
}
