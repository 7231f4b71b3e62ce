/** Amendments: the form starts from the motion's own words, and everybody sees what becomes of them. */

import { h } from "./dom.js";
import { words } from "./words.js";

/**
 * The form's text is the whole motion, to be changed on the spot. What somebody has changed is never touched, unless
 * another motion is at hand: a change of the former one would make no sense there.
 * @param {HTMLTextAreaElement} area @param {any} motion
 */
export function startFrom(area, motion) {
  if (!motion || motion.amends_id || area === document.activeElement) return;
  const another = area.dataset.amends && area.dataset.amends !== String(motion.id);
  if (area.value === "" || area.value === area.dataset.from || another) area.value = motion.text;
  area.dataset.from = motion.text;
  area.dataset.amends = motion.id;
}

/** 改为 and the new text; what is not in the old one is marked. @param {string} before @param {string} after */
export function amendedTo(before, after) {
  let head = alike(before, after, (text, index) => text[index]);
  const rest = Math.min(before.length, after.length) - head;
  let tail = Math.min(rest, alike(before, after, (text, index) => text[text.length - 1 - index]));
  while (head > 0 && /^\d\d/.test(after.slice(head - 1))) head -= 1; // a number is marked as a whole
  while (tail > 0 && /\d\d$/.test(after.slice(0, after.length - tail + 1))) tail -= 1;
  const changed = after.slice(head, after.length - tail);
  return [
    h("span", { class: "motion-to" }, words("changed_to")),
    after.slice(0, head),
    changed ? h("mark", {}, changed) : null,
    after.slice(after.length - tail),
  ];
}

/**
 * How many characters are the same, from the end that `at` counts from.
 * @param {string | any[]} before @param {string | any[]} after @param {(text: string | any[], index: number) => any} at
 */
function alike(before, after, at) {
  const most = Math.min(before.length, after.length);
  let count = 0;
  while (count < most && at(before, count) === at(after, count)) count += 1;
  return count;
}
