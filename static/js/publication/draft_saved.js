/* What goes public is the saved draft: while the form says something else, publishing waits and says why. */
const form = document.querySelector("[data-saved-form]");
const waiting = document.querySelector("[data-unsaved]");
const ready = document.querySelector("[data-saved]");

/** @param {any} field */
const typed = (field) => /^(text|number|textarea)$/.test(field.type);

// Browsers count a line break of the page's source as one character, so both sides are compared alike.
/** @param {string} words */
const plain = (words) => words.replace(/\r\n?/g, "\n");

function differs() {
  return [...form.elements].some((field) => typed(field) && plain(field.value) !== plain(field.defaultValue));
}

function tell() {
  const unsaved = differs();
  waiting.hidden = !unsaved;
  ready.hidden = unsaved;
}

if (form && waiting && ready) {
  form.addEventListener("input", tell);
  window.addEventListener("pageshow", tell); // the browser or the kept draft may have put words back
  tell();
}
