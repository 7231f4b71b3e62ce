/* Beside a file field: the names of what was chosen, in our own words. */
/** @param {HTMLInputElement} pick */
function tell(pick) {
  const field = pick.querySelector('input[type="file"]');
  const line = pick.querySelector(".file-pick-names");
  if (!field || !line) return;
  const names = [...field.files].map((file) => file.name);
  const many = names.length > 1 ? (pick.dataset.many ?? "").replace("{n}", `${names.length}`) : "";
  line.textContent = names.length ? many + names.join("、") : pick.dataset.none;
}

/** Watch every file field of the page. */
export function start() {
  for (const pick of document.querySelectorAll("[data-file-pick]")) {
    pick.addEventListener("change", () => tell(pick));
    pick.addEventListener("photos-settled", () => tell(pick));
    pick.closest("form")?.addEventListener("reset", () => window.setTimeout(() => tell(pick)));
    tell(pick); // a page that the browser brought back may hold files already
  }
}
