/* The form of an order: usual periods as buttons, and only the chosen unit's people to choose from. */
for (const row of document.querySelectorAll("[data-quick-for]")) {
  const date = document.getElementById(row.dataset.quickFor);
  const days = document.getElementById(row.dataset.quickDays);
  row.hidden = false;
  row.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-date]");
    if (!button) return;
    date.value = button.dataset.date;
    // The server takes the days only while they lead to the date, so a date typed over them needs nothing here.
    days.value = button.dataset.days;
    date.dispatchEvent(new Event("input", { bubbles: true }));
    date.focus();
  });
}

const unit = document.getElementById("lead_party_id");
const person = document.getElementById("responsible_id");

function narrow() {
  const name = unit.selectedOptions[0]?.textContent.trim() || "";
  for (const group of person.querySelectorAll("optgroup")) {
    const fits = group.label === "" || group.label === name;
    group.hidden = !fits;
    group.disabled = !fits;
  }
  if (person.selectedOptions[0]?.parentElement.disabled) person.value = "0";
}

if (unit && person) {
  unit.addEventListener("change", narrow);
  narrow();
}
