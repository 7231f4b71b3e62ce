/** The chair's short form for a vote by another method: prefilled from the motion, kept open until it was taken. */

import { $, say, show } from "./dom.js";
import { paperOf } from "./papers/index.js";
import { post } from "./send.js";

/** Hang up the form of the page; answers a function that opens it for one step. @param {Room} room */
export function questionForm(room) {
  const dialog = $("[data-question-dialog]", room.root);
  const form = $("form", dialog);
  let [step, binds] = /** @type {[StepView | null, any]} */ ([null, ""]);
  const field = fieldsOf(form);
  const choose = () => {
    for (const part of form.querySelectorAll("[data-for]")) {
      show(part, part.dataset.for.split(" ").includes(field("method").value));
    }
  };
  form.addEventListener("change", choose);
  $("[data-question-close]", dialog).addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (/** @type {any} */ event) => {
    event.preventDefault();
    const button = $('button[type="submit"]', form);
    if (button.disabled) return;
    button.disabled = true;
    const answer = await post(`${room.base}/votes`, { motion_id: step?.target, binds, ...bodyOf(field) });
    button.disabled = false;
    refuse(dialog, answer.ok ? "" : answer.message);
    if (!answer.ok) return;
    dialog.close();
    if (!room.live.connected) room.live.resync();
  });
  return (/** @type {StepView} */ wanted, /** @type {any} */ seen) => {
    binds = seen;
    if (step?.target !== wanted.target) prefill(form, wanted.suggests);
    step = wanted;
    refuse(dialog, "");
    choose();
    dialog.showModal();
  };
}

/** @param {any} form @param {any} suggests */
function prefill(form, suggests) {
  form.reset();
  form.elements.method.value = suggests.method;
  form.elements.options.value = suggests.options.join("\n");
}

/**
 * The fields of the form: `field(name)` one of them, `field.number(name)`, `field.lines(name)` what was typed.
 * @param {any} form
 */
function fieldsOf(form) {
  /** @param {string} name */
  const field = (name) => form.elements[name];
  field.number = (/** @type {string} */ name) => Number.parseInt(field(name).value, 10) || 0;
  field.lines = (/** @type {string} */ name) => linesOf(field(name)); // none where the meeting's rules do not ask for them
  return field;
}

/** @param {any} field */
function bodyOf(field) {
  const method = field("method").value;
  const paper = paperOf({ method });
  return {
    method, seats: 1, options: linesOf(field("options")).map((line) => paper.option(line, field)), ...paper.body(field),
  };
}

/** @param {HTMLTextAreaElement | null} area */
function linesOf(area) {
  return (area?.value ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
}

/** @param {HTMLDialogElement} dialog @param {string} message */
function refuse(dialog, message) {
  const line = $("[data-question-refused]", dialog);
  say(line, message);
  show(line, message);
}
