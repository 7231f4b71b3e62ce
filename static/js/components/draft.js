/* What was typed in a form with data-draft="key" stays in this tab, for who typed it, until it has been taken.

   Sent drafts are marked; the next page decides. A page that refuses (error summary, refusal, sign-in) keeps
   them, any other page means that the server took them. */
import * as kept from "./kept.js";

const PREFIX = "draft:";
const SENT = "draft-sent";
const REFUSING = ".error-summary, .field-error, [data-keep-drafts], input[type=password]";
const UNSAVED = new Set(["password", "hidden", "file", "submit", "button"]);

/** @param {any} form @returns {any[]} */
const fields = (form) => [...form.elements].filter((f) => f.name && !UNSAVED.has(f.type) && f.tagName !== "BUTTON");
/** @param {any} field */
const ticked = (field) => field.type === "checkbox" || field.type === "radio";

/** @param {any} form */
export function save(form) {
  const values = fields(form).map((f) => [f.name, ticked(f) ? [f.value, f.checked] : f.value]);
  kept.set(PREFIX + form.dataset.draft, JSON.stringify(values));
}

/** @param {any} form */
const filled = (form) => JSON.stringify(fields(form).map((f) => (ticked(f) ? f.checked : f.value)));

/** Fill in what was kept; whether that changed anything. @param {any} form */
export function restore(form) {
  const before = filled(form);
  const values = JSON.parse(kept.get(PREFIX + form.dataset.draft) || "[]");
  const open = fields(form);
  for (const [name, value] of values) {
    const wanted = Array.isArray(value);
    const at = open.findIndex((f) => f.name === name && ticked(f) === wanted && (!wanted || f.value === value[0]));
    if (at < 0) continue;
    const [field] = open.splice(at, 1);
    if (wanted) field.checked = value[1];
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return filled(form) !== before;
}

/** @param {any} form */
function forget(form) {
  form.reset();
  for (const field of fields(form)) field.dispatchEvent(new Event("input", { bubbles: true }));
  kept.remove(PREFIX + form.dataset.draft); // after the events, which save
  form.querySelector("[data-draft-note]")?.remove();
  fields(form)[0]?.focus();
}

/** @param {any} form */
function say(form) {
  const { draftRestored, draftForget } = document.body.dataset;
  const [note, words] = ["div", "p"].map((tag) => document.createElement(tag));
  const button = document.createElement("button");
  note.className = "notice";
  note.dataset.draftNote = "";
  words.setAttribute("role", "status");
  button.type = "button";
  button.className = "btn btn-plain";
  button.textContent = draftForget ?? "";
  button.addEventListener("click", () => forget(form));
  note.append(words, button);
  form.prepend(note);
  window.setTimeout(() => {
    words.textContent = draftRestored ?? ""; // a status is read out when it changes, not when it appears
  });
}

function settle() {
  const key = kept.pass(SENT);
  if (key && !document.querySelector(REFUSING)) kept.remove(PREFIX + key);
}

/** @param {any} form */
function bind(form) {
  if (!form.querySelector(".error-summary, .field-error") && restore(form)) say(form);
  form.addEventListener("input", () => save(form));
  form.addEventListener("change", () => save(form));
  form.addEventListener("submit", () => {
    save(form);
    kept.pass(SENT, form.dataset.draft);
  });
}

/** Restore and keep the drafts of this page. */
export function start() {
  settle();
  for (const form of document.querySelectorAll("form[data-draft]")) bind(form);
}
