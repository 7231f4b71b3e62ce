/** The chair's short form for a vote by another method: prefilled from the motion, kept open until it was taken. */

import { $, say, show } from "./dom.js";
import { post } from "./send.js";

const ALIKE = 20;

/** Hang up the form of the page; answers a function that opens it for one step. */
export function questionForm(room) {
  const dialog = $("[data-question-dialog]", room.root);
  const form = $("form", dialog);
  let [step, binds] = [null, ""];
  const field = (name) => form.elements[name];
  const choose = () => {
    for (const part of form.querySelectorAll("[data-for]")) {
      show(part, part.dataset.for.split(" ").includes(field("method").value));
    }
  };
  form.addEventListener("change", choose);
  $("[data-question-close]", dialog).addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = $('button[type="submit"]', form);
    if (button.disabled) return;
    button.disabled = true;
    const answer = await post(`${room.base}/votes`, { motion_id: step.target, binds, ...bodyOf(field) });
    button.disabled = false;
    refuse(dialog, answer.ok ? "" : answer.message);
    if (!answer.ok) return;
    dialog.close();
    if (!room.live.connected) room.live.resync();
  });
  return (wanted, seen) => {
    binds = seen;
    if (step?.target !== wanted.target) prefill(form, wanted.suggests);
    step = wanted;
    refuse(dialog, "");
    choose();
    dialog.showModal();
  };
}

function prefill(form, suggests) {
  form.reset();
  form.elements.method.value = suggests.method;
  form.elements.options.value = suggests.options.join("\n");
}

function bodyOf(field) {
  const method = field("method").value;
  const number = (name) => Number.parseInt(field(name).value, 10) || 0;
  const alike = number("top") || ALIKE;
  return {
    method,
    options: field("options").value.split("\n").filter((line) => line.trim())
      .map((line) => optionOf(line, method === "SCORES" ? alike : 0)),
    most: number("most"),
    seats: number("seats"),
    least_seats: number("least_seats"),
    second_round: field("second_round").checked,
    line: method === "SCORES" ? field("line").value.trim() : "",
    mean: field("mean").value,
    woman: field("woman")?.value ?? "",
    women: linesOf(field("women")),
    kin: linesOf(field("kin")).map((line) => line.split(/[、，,\s]+/).filter(Boolean)),
    kin_elected: linesOf(field("kin_elected")),
  };
}

/** The lines that were typed; none where the meeting's rules do not ask for them. */
function linesOf(area) {
  return (area?.value ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
}

/** "保洁 30" has a highest score of its own; the others are alike. */
function optionOf(line, top) {
  const own = top ? line.trim().match(/^(.+?)\s+(\d{1,3})\s*分?$/) : null;
  return own ? { label: own[1], top: Number(own[2]) } : { label: line.trim(), top };
}

function refuse(dialog, message) {
  const line = $("[data-question-refused]", dialog);
  say(line, message);
  show(line, message);
}
