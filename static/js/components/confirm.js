/* The question before an act that cannot be undone: <details data-confirm> becomes a dialog. */
/** @type {HTMLDialogElement | null} */
let asking = null;

function dialog() {
  if (asking) return asking;
  asking = document.createElement("dialog");
  asking.className = "ask";
  document.body.append(asking);
  return asking;
}

/** @param {any} close */
function cancelButton(close) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-plain btn-main";
  button.textContent = document.body.dataset.cancel || "";
  button.addEventListener("click", close);
  return button;
}

/** @param {HTMLElement} details */
function ask(details) {
  const panel = details.querySelector("[data-confirm-panel]");
  const box = dialog();
  const cancel = cancelButton(() => box.close());
  panel.querySelector(".confirm-go").append(cancel);
  const sentence = panel.querySelector(".confirm-sentence");
  sentence.id ||= `ask-${Date.now()}`;
  box.setAttribute("aria-labelledby", sentence.id);
  box.replaceChildren(panel);
  box.addEventListener("close", () => {
    cancel.remove();
    details.append(panel); // back to its place, with what was typed in it
    details.querySelector("summary").focus();
  }, { once: true });
  box.showModal();
}

/** Let every `details[data-confirm]`, also one that comes later, open as a dialog. */
export function start() {
  if (typeof HTMLDialogElement !== "function") return;
  document.addEventListener("click", (event) => {
    const summary = event.target instanceof Element ? event.target.closest("details[data-confirm] > summary") : null;
    if (!summary) return;
    event.preventDefault();
    ask(summary.parentElement);
  });
  const early = document.querySelector("details[data-confirm][open]"); // pressed before this script had come
  if (early) {
    early.open = false;
    ask(early);
  }
}
