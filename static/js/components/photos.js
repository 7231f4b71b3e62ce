/* Photos are made small on the phone before they are sent: upright, at most 2000 pixels, without place and camera.

   What the browser cannot read is sent as it is where the server can (JPG), and taken out with a word of what to do
   where it cannot (HEIC). Photos that are chosen one after another add up. Without scripts the form works as well. */
const LONGEST = 2000;
const QUALITY = 0.85;
const MOST_BYTES = 20 * 1024 * 1024; // as the server takes
const HEIC = /\.(heic|heif|avif)$/i;

/** @param {number} bytes */
const megabytes = (bytes) => (bytes < 104858 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
/** @param {File} file */
const called = (file) => `${file.name}/${file.size}/${file.lastModified}`;

/** @param {string} url */
function loaded(url) {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = url;
  });
}

/**
 * The picture at its small size: drawn from the image element, which decodes a large JPEG at a fraction, else resized.
 * @param {File} file @param {string} url
 */
async function drawn(file, url) {
  const image = await loaded(url);
  const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const [width, height] = [image.naturalWidth, image.naturalHeight].map((n) => Math.max(1, Math.round(n * scale)));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paper.fillStyle = "#fff"; // what is transparent becomes white, as on the server
  paper.fillRect(0, 0, width, height);
  try {
    paper.drawImage(image, 0, 0, width, height);
  } catch {
    const small = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
    paper.drawImage(small, 0, 0);
    small.close();
  }
  return canvas;
}

/** @param {File} file */
async function shrunk(file) {
  const url = URL.createObjectURL(file);
  try {
    const canvas = await drawn(file, url);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    canvas.width = 0; // gives the memory back at once, which phones need
    if (!blob) throw new Error("no picture came out");
    const name = file.name.replace(/\.[^.]*$/, "");
    return new File([blob], `${name}.jpg`, { type: "image/jpeg", lastModified: file.lastModified });
  } finally {
    URL.revokeObjectURL(url);
  }
}

class Photos {
  /** @param {HTMLInputElement} pick */
  constructor(pick) {
    this.pick = pick;
    this.field = pick.querySelector('input[type="file"]');
    this.list = pick.querySelector(".photos-chosen");
    /** @type {{ from: string, file: File | null, line: any }[]} */
    this.held = []; // { from, file, line }
    this.at = Promise.resolve();
    this.busy = 0;
  }

  /** @param {string} key @param {Record<string, any>} [values] */
  word(key, values = {}) {
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), this.pick.dataset[key] ?? "");
  }

  /** What is kept of an earlier sending counts, too. */
  room() {
    const kept = this.pick.parentElement?.querySelectorAll(".photos-kept input:checked").length ?? 0;
    return Number(this.pick.dataset.most) - kept - this.held.length;
  }

  /** The field holds what is held: that is what will be sent. */
  settle() {
    const carried = new DataTransfer();
    for (const one of this.held) if (one.file) carried.items.add(one.file);
    this.field.files = carried.files;
    this.field.dispatchEvent(new CustomEvent("photos-settled", { bubbles: true }));
  }

  /** @param {File} file */
  line(file) {
    const [item, words] = ["li", "span"].map((tag) => document.createElement(tag));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = this.word("drop");
    button.setAttribute("aria-label", `${this.word("drop")} ${file.name}`);
    item.append(words, button);
    this.list.append(item);
    return { item, words, button };
  }

  /** @param {File} file */
  take(file) {
    const line = this.line(file);
    const one = { from: called(file), file: null, line };
    line.button.addEventListener("click", () => {
      this.held = this.held.filter((other) => other !== one);
      line.item.remove();
      this.settle();
      this.field.focus();
    });
    this.held.push(one);
    line.words.textContent = this.word("working", { name: file.name, size: megabytes(file.size) });
    this.busy += 1;
    this.at = this.at.then(() => this.make(one, file)).finally(() => (this.busy -= 1)); // one at a time
  }

  /** @param {any} one @param {File} file */
  async make(one, file) {
    const { words } = one.line;
    try {
      one.file = await shrunk(file);
      words.textContent = this.word("done", { name: file.name, before: megabytes(file.size), after: megabytes(one.file.size) });
    } catch {
      const heic = HEIC.test(file.name) || /hei[cf]|avif/.test(file.type);
      const refused = heic ? "heic" : file.size > MOST_BYTES ? "heavy" : "";
      one.file = refused ? null : file;
      words.textContent = this.word(refused || "asItIs", { name: file.name, size: megabytes(file.size) });
      one.line.item.classList.toggle("photo-refused", Boolean(refused));
      if (refused) this.held = this.held.filter((other) => other !== one);
    }
    this.settle();
  }

  chosen() {
    const known = new Set(this.held.map((one) => one.from));
    const files = [...this.field.files].filter((file) => !known.has(called(file)));
    if (Number(this.pick.dataset.most) === 1 && files.length) this.clear();
    const room = this.room();
    for (const file of files.slice(0, room)) this.take(file);
    const over = this.pick.querySelector(".photos-over");
    over.textContent = files.length > room ? this.word("over", { most: this.pick.dataset.most }) : "";
    this.settle();
  }

  clear() {
    /** @type {{ from: string, file: File | null, line: any }[]} */
    this.held = [];
    this.list.replaceChildren();
  }

  /** Sent while photos are still being made small: wait, then go on with the same button. @param {any} event */
  wait(event) {
    if (!this.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    this.at.then(() => event.target.requestSubmit(submitter));
  }
}

/** @param {HTMLInputElement} pick */
function bind(pick) {
  const photos = new Photos(pick);
  photos.field.addEventListener("change", () => photos.chosen());
  photos.field.form.addEventListener("submit", (/** @type {any} */ event) => photos.wait(event), true);
  photos.field.form.addEventListener("reset", () => photos.clear());
  if (photos.field.files.length) photos.chosen(); // a page that the browser brought back
}

/** Watch every photo field of the page, where the browser can put files together. */
export function start() {
  if (!window.DataTransfer || !HTMLCanvasElement.prototype.toBlob) return;
  document.querySelectorAll("[data-photos]").forEach(bind);
}
