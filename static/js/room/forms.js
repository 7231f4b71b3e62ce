/** Forms of the live pages: sent without leaving the page; what was typed survives a refusal and a reload. */

import { $, say } from "./dom.js";
import { Drafts, fieldsOf } from "./drafts.js";
import { newKey } from "./send.js";
import { words } from "./words.js";

/**
 * Hang up every `form[data-form]`. `routes[name](fields, key, about)` gives `[path, body]`; `key` is the same for a
 * form until it has been accepted, so that a double submit is one act. `matters[name]()` names the motion or item
 * that a form is about now, given to its route as `about`. Answers the drafts by name; call `settle()` of each
 * whenever the page has changed.
 * @param {Room} room @param {Record<string, any>} routes @param {Record<string, any>} [matters]
 */
export function liveForms(room, routes, matters = {}) {
  /** @type {Record<string, any>} */
  const all = {};
  for (const form of room.root.querySelectorAll("form[data-form]")) {
    const name = form.dataset.form;
    const place = `room:${room.root.dataset.meeting}:${room.root.dataset.seat ?? ""}:${name}`;
    all[name] = hangUp(room, form, routes[name], new Drafts({ form, place, matter: matters[name] }));
  }
  return all;
}

/** @param {Room} room @param {HTMLFormElement} form @param {any} route @param {any} drafts */
function hangUp(room, form, route, drafts) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  let [key, keyFor] = [newKey(), drafts.about];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    const { about } = drafts;
    if (button.disabled || about === null) return;
    if (keyFor !== about) [key, keyFor] = [newKey(), about];
    const [path, body] = route(fieldsOf(form), key, about);
    const answer = await room.act(path, body, button);
    say($("[data-saved]", form), answer.ok ? words("saved") : "");
    if (!answer.ok) return;
    key = newKey();
    drafts.drop(about);
    if (drafts.about === about) accepted(form);
  });
  return drafts;
}

/**
 * Empty the text, keep the choices (the next line is mostly of the same kind), close the fold.
 * @param {HTMLFormElement} form
 */
function accepted(form) {
  for (const area of form.querySelectorAll("textarea")) area.value = "";
  const fold = form.closest("details");
  if (fold && !form.hasAttribute("data-stay")) fold.open = false;
}
