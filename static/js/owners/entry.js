/* The entry desk: the keys 1, 2, 3 … mark the question at hand and go on to the next; Enter saves; Esc leaves the paper. */
const form = document.querySelector("[data-entry]");
/** @param {any} target */
const typing = (target) => target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea");
/** @param {any} target */
const goesOn = (target) => target.matches("[data-goes-on]");

if (form) {
  form.classList.add("entry-with-keys");
  const questions = [...form.querySelectorAll("[data-question]")];
  const save = form.querySelector("button[type=submit]");
  let at = 0;

  /** @param {any} place */
  const go = (place) => {
    at = place;
    /** @param {any} which */
    const first = (which) => questions[at]?.querySelector(which);
    const next = first("[data-goes-on]") || first(":checked") || first("input") || save;
    next.focus();
  };

  form.addEventListener("focusin", (/** @type {any} */ event) => {
    const place = questions.indexOf(event.target.closest("[data-question]"));
    if (place >= 0) at = place;
  });

  document.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      form.parentElement.querySelector("[data-entry-leave]").click();
      return;
    }
    if (event.key === "Enter" && goesOn(event.target)) {
      event.preventDefault(); // Enter saves elsewhere; a row of numbers goes on to the next one
      const fields = [...form.querySelectorAll("[data-goes-on], [data-question] input:checked")];
      (fields[fields.indexOf(event.target) + 1] || save).focus();
      return;
    }
    if (typing(event.target)) return;
    const choice = questions[at]?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = choice.type === "radio" ? true : !choice.checked;
    if (choice.type === "radio") go(at + 1);
    else choice.focus();
  });
  if (!document.querySelector("[data-focus]")) go(0);
}
