/** Forms of the live pages: sent without leaving the page; what was typed survives a refusal and a reload. */

import { $, say } from "./dom.js";
import { newKey } from "./send.js";
import { words } from "./words.js";

/**
 * Hang up every `form[data-form]`. `routes[name](fields, key)` gives `[path, body]`; `key` is the same for a
 * form until it has been accepted, so that a double submit is one act.
 */
export function liveForms(room, routes) {
  for (const form of room.root.querySelectorAll("form[data-form]")) {
    const place = `room:${room.root.dataset.meeting}:${room.root.dataset.seat ?? ""}:${form.dataset.form}`;
    recall(form, place);
    form.addEventListener("input", () => {
      sessionStorage.setItem(place, JSON.stringify(fieldsOf(form)));
      say($("[data-saved]", form), ""); // what was said of the last text does not belong to this one
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    let key = newKey();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector('button[type="submit"]');
      if (button.disabled) return;
      const [path, body] = routes[form.dataset.form](fieldsOf(form), key);
      const answer = await room.act(path, body, button);
      say($("[data-saved]", form), answer.ok ? words("saved") : "");
      if (!answer.ok) return;
      key = newKey();
      sessionStorage.removeItem(place);
      accepted(form);
    });
  }
}

function fieldsOf(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}

function recall(form, place) {
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  if (!kept) return;
  for (const [name, value] of Object.entries(kept)) if (form.elements[name]) form.elements[name].value = value;
  const fold = form.closest("details");
  if (fold && kept.text) fold.open = true;
}

/** Empty the text, keep the choices (the next line is mostly of the same kind), close the fold. */
function accepted(form) {
  for (const area of form.querySelectorAll("textarea")) area.value = "";
  const fold = form.closest("details");
  if (fold && !form.hasAttribute("data-stay")) fold.open = false;
}
