/** Gives a value to the expert as a file of JSON. */
export function saveFile(name, value) {
  const text = JSON.stringify(value, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
