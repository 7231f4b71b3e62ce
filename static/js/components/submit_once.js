/* A double click sends once; the button says that it is being sent. Forms with data-many are left alone. */
const WAIT = 15000; // after this a lost answer may be tried again

/** @param {HTMLFormElement} form */
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-label]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
    delete button.dataset.label;
  }
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} button */
function hold(form, button) {
  form.dataset.sent = "yes";
  if (button) {
    button.dataset.label = button.textContent;
    button.textContent = document.body.dataset.sending ?? "";
    button.setAttribute("aria-disabled", "true"); // not `disabled`, which would drop its name and value
  }
  window.setTimeout(() => release(form), WAIT);
}

/** @param {any} event */
function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || "many" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (!event.defaultPrevented) hold(form, event.submitter);
}

/** Watch every form of the page. */
export function start() {
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
}
