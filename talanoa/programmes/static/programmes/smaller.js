/**
 * Make a photograph smaller on the device before it is sent: the server keeps no more of it.
 *
 * For `input[type=file][data-longest-side="2000"]`. A picture of five megabytes takes eleven
 * minutes at 64 kbit/s; one of that many pixels a side takes less than one. What the camera wrote
 * into it (place, time) does not leave the device. Whatever cannot be read here is sent as it is.
 */
/** Bytes below which a picture is left alone. */
const WORTH_IT = 400_000;
/** Those made here: they are not made again. @type {WeakSet<File>} */
const ours = new WeakSet();
const KINDS = ["image/jpeg", "image/png", "image/webp"];

for (const input of document.querySelectorAll("input[type=file][data-longest-side]")) {
  if (input instanceof HTMLInputElement) input.addEventListener("change", () => shrink(input));
}

/** @param {HTMLInputElement} input */
async function shrink(input) {
  const chosen = input.files?.[0];
  if (!chosen || ours.has(chosen) || chosen.size < WORTH_IT || !KINDS.includes(chosen.type)) return;
  const made = await drawn(chosen, Number(input.dataset.longestSide)).catch(() => null);
  if (!made || made.size >= chosen.size || input.files?.[0] !== chosen) return;
  const held = new DataTransfer();
  held.items.add(new File([made], chosen.name.replace(/\.\w+$/, "") + ".jpg", { type: made.type }));
  input.files = held.files;
  if (input.files[0]) ours.add(input.files[0]);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {File} file @param {number} longest @returns {Promise<Blob | null>} */
async function drawn(file, longest) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
}
