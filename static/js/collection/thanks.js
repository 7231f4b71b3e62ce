/* The receipt: copy its number, print it. Without this script both are done by hand. */
const said = document.querySelector("[data-copied]");

/** @param {HTMLButtonElement} button */
function copyButton(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = document.getElementById(button.dataset.copy ?? "").textContent.trim();
    try {
      await navigator.clipboard.writeText(code);
      said.textContent = `${button.dataset.done} ${code}`;
    } catch {
      button.hidden = true; // not allowed here: the number stands there to be selected
    }
  });
}

/** @param {HTMLButtonElement} button */
function printButton(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.querySelectorAll("[data-copy]").forEach(copyButton);
document.querySelectorAll("[data-print]").forEach(printButton);
