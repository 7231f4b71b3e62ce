/* What was typed in a form with data-draft="key" stays in this tab until it has been taken.

   Sent drafts are marked; the next page decides. A page that refuses (error summary, refusal, sign-in) keeps
   them, any other page means that the server took them. */
const PREFIX = "draft:";
const SENT = "draft-sent";
const REFUSING = ".error-summary, .field-error, [data-keep-drafts], input[type=password]";
const UNSAVED = new Set(["password", "hidden", "file", "submit", "button"]);

function store() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // storage may be forbidden; forms then work without drafts
  }
}

const fields = (form) => [...form.elements].filter((f) => f.name && !UNSAVED.has(f.type) && f.tagName !== "BUTTON");
const ticked = (field) => field.type === "checkbox" || field.type === "radio";

function save(form, kept) {
  const values = fields(form).map((f) => [f.name, ticked(f) ? [f.value, f.checked] : f.value]);
  try {
    kept.setItem(PREFIX + form.dataset.draft, JSON.stringify(values));
  } catch {
    /* full: the form itself still holds everything */
  }
}

const filled = (form) => JSON.stringify(fields(form).map((f) => (ticked(f) ? f.checked : f.value)));

/** Fill in what was kept; whether that changed anything. */
function restore(form, kept) {
  const before = filled(form);
  const values = JSON.parse(kept.getItem(PREFIX + form.dataset.draft) || "[]");
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

function forget(form, kept) {
  form.reset();
  for (const field of fields(form)) field.dispatchEvent(new Event("input", { bubbles: true }));
  kept.removeItem(PREFIX + form.dataset.draft); // after the events, which save
  form.querySelector("[data-draft-note]")?.remove();
  fields(form)[0]?.focus();
}

function say(form, kept) {
  const { draftRestored, draftForget } = document.body.dataset;
  const [note, words, button] = ["div", "p", "button"].map((tag) => document.createElement(tag));
  note.className = "notice";
  note.dataset.draftNote = "";
  words.setAttribute("role", "status");
  button.type = "button";
  button.className = "btn btn-plain";
  button.textContent = draftForget;
  button.addEventListener("click", () => forget(form, kept));
  note.append(words, button);
  form.prepend(note);
  window.setTimeout(() => {
    words.textContent = draftRestored; // a status is read out when it changes, not when it appears
  });
}

function settle(kept) {
  const key = kept.getItem(SENT);
  kept.removeItem(SENT);
  if (key && !document.querySelector(REFUSING)) kept.removeItem(PREFIX + key);
}

function bind(form, kept) {
  if (!form.querySelector(".error-summary, .field-error") && restore(form, kept)) say(form, kept);
  form.addEventListener("input", () => save(form, kept));
  form.addEventListener("change", () => save(form, kept));
  form.addEventListener("submit", () => {
    save(form, kept);
    kept.setItem(SENT, form.dataset.draft);
  });
}

/** Restore and keep the drafts of this page. */
export function start() {
  const kept = store();
  if (!kept) return;
  settle(kept);
  document.querySelectorAll("form[data-draft]").forEach((form) => bind(form, kept));
}
