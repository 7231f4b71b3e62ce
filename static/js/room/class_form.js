/** Who may decide a motion: the form of chair and secretary, kept open until it was taken. */

import { $, say, show } from "./dom.js";
import { post } from "./send.js";

/** @type {Record<string, string>} */
const MAJORITY = { OWNERS_ORDINARY: "ORDINARY", OWNERS_SPECIAL: "SPECIAL" };

/**
 * Hang up the form of the page; answers a function that opens it for a motion as it stands in `item`.
 * @param {Room} room
 */
export function classForm(room) {
  const dialog = $("[data-class-dialog]", room.root);
  const form = $("form", dialog);
  /** @type {MotionView | null} */
  let motion = null;
  form.addEventListener("change", () => offerMatters(form));
  $("[data-class-close]", dialog).addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (/** @type {any} */ event) => {
    event.preventDefault();
    const button = $('button[type="submit"]', form);
    if (button.disabled || !motion) return;
    button.disabled = true;
    const answer = await post(`${room.base}/motions/class`, { motion_id: motion.id, ...bodyOf(form) });
    button.disabled = false;
    refuse(dialog, answer.ok ? "" : answer.message);
    if (!answer.ok) return;
    dialog.close();
    if (!room.live.connected) room.live.resync();
  });
  return (/** @type {MotionView} */ wanted) => {
    if (!wanted || dialog.open) return;
    if (motion?.id !== wanted.id || motion.binds !== wanted.binds) prefill(form, wanted);
    motion = wanted;
    say($("[data-class-motion]", dialog), wanted.text);
    say($("[data-class-asked]", dialog), wanted.asked);
    show($("[data-class-asked]", dialog), wanted.asked);
    refuse(dialog, "");
    offerMatters(form);
    dialog.showModal();
  };
}

/**
 * What stands is shown; where nobody has said anything, nothing is chosen.
 * @param {any} form @param {MotionView} motion
 */
function prefill(form, motion) {
  form.reset();
  for (const radio of form.querySelectorAll('[name="authority"]')) radio.checked = motion.is_settled && radio.value === motion.binds;
  form.elements.matter.value = (motion.is_settled && motion.matter) || "";
}

/**
 * Only the two classes of article 278 have a matter, and each only those of its own majority.
 * @param {any} form
 */
function offerMatters(form) {
  const majority = MAJORITY[form.elements.authority.value] ?? "";
  show($("[data-class-matter]", form), majority);
  for (const option of form.elements.matter.options) {
    option.hidden = Boolean(option.value) && option.dataset.threshold !== majority;
    if (option.hidden && option.selected) form.elements.matter.value = "";
  }
}

/** @param {any} form */
function bodyOf(form) {
  return {
    authority: form.elements.authority.value,
    matter: form.elements.matter.value,
    answers: [...form.querySelectorAll('[name="answers"]:checked')].map((box) => box.value),
    reason: form.elements.reason.value.trim(),
  };
}

/** @param {HTMLDialogElement} dialog @param {string} message */
function refuse(dialog, message) {
  const line = $("[data-class-refused]", dialog);
  say(line, message);
  show(line, message);
}
