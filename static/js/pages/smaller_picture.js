// A picture of a telephone is made smaller before it is sent; what the browser cannot read goes as it is, and the server says.

const MOST_BYTES = 400_000;
const SHORTER_SIDE = 800;
const QUALITY = 0.88;

async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, SHORTER_SIDE / Math.min(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return new File([blob], file.name, { type: "image/jpeg" });
}

async function replaceChosen(input) {
  const [file] = input.files;
  if (!file || file.size <= MOST_BYTES) return;
  try {
    const made = await smaller(file);
    if (input.files[0] !== file) return;
    const list = new DataTransfer();
    list.items.add(made);
    input.files = list.files;
  } catch {
    // No picture to this browser.
  }
}

for (const form of document.querySelectorAll("[data-smaller-picture]")) {
  let work = Promise.resolve();
  let isReady = true;
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    isReady = false;
    work = replaceChosen(event.target).finally(() => {
      isReady = true;
    });
  });
  form.addEventListener("submit", async (event) => {
    if (isReady) return;
    event.preventDefault();
    await work;
    form.requestSubmit(event.submitter);
  });
}
