/* How much has been written in a text field with a limit. */
/** @param {any} line */
function bind(line) {
  const field = document.getElementById(line.dataset.countFor);
  if (!field) return;
  const max = Number(line.dataset.max);
  const tell = () => {
    const written = [...field.value].length;
    line.textContent = line.dataset.text.replace("{n}", written).replace("{max}", max);
    line.classList.toggle("over", written > max);
  };
  line.hidden = false;
  field.addEventListener("input", tell);
  tell();
}

/** Start every counter line of the page. */
export function start() {
  document.querySelectorAll("[data-count-for]").forEach(bind);
}
