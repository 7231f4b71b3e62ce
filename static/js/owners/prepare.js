/* Says at once whether a notice posted today is early enough for the day that is being chosen. */
const form = document.querySelector("[data-prepare]");
const line = form?.querySelector("[data-notice]");

// The shorter notice of a special meeting counts only where the rules of the place have one.
/** @param {string} kind @param {boolean} isSpecial */
function days_of(kind, isSpecial) {
  const special = line.getAttribute(`data-special-${kind}`);
  return (isSpecial && special) || line.dataset[kind];
}

function judge() {
  const kind = form.querySelector("[name=kind]:checked")?.value.toLowerCase();
  const isSpecial = form.querySelector("[name=session]:checked")?.value === "SPECIAL";
  const days = days_of(kind ?? "", isSpecial)?.split(" ");
  const opens = form.elements.opens_at.value.slice(0, 10);
  if (!days || !opens) return "";
  const [literal, clean] = days; // ISO days compare as they read
  if (opens < literal) return "block";
  return opens < clean ? "warn" : "clean";
}

function tell() {
  const verdict = judge();
  line.replaceChildren();
  if (!verdict) return;
  const said = document.createElement("p");
  said.className = verdict === "clean" ? "notice" : "notice notice-warn";
  said.textContent = line.dataset[verdict];
  line.append(said);
}

if (line) {
  form.elements.opens_at.addEventListener("change", tell);
  form.addEventListener("change", (/** @type {any} */ event) => ["kind", "session"].includes(event.target.name) && tell());
}
