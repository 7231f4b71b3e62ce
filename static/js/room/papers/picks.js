/** What papers with boxes to tick, or one to choose, have in common. */

import { h } from "../dom.js";
import { words } from "../words.js";

/**
 * `one(question)` says whether a single option may be chosen.
 * @param {{one: Function, limit: Function, body?: Function}} options
 */
export function picks({ one, limit, body = () => ({}) }) {
  return {
    empty: [],
    limit,
    body,
    name: namePicked,
    abstains: (choice) => choice === "[]",
    rows: (question, kept) => question.options.map((option) => pickRow(option, kept, one(question))),
    read: (form) => [...form.querySelectorAll("[name=pick]:checked")].map((input) => input.value),
    told: (made) => (made.length ? words("picked", { count: made.length }) : ""),
    problem: tooMany,
    option: (line) => ({ label: line.trim(), top: 0 }),
    verdict: () => [],
  };
}

function namePicked(question, choice) {
  const made = JSON.parse(choice);
  const labels = question.options.filter((option) => made.includes(option.code)).map((option) => option.label);
  return labels.length ? labels.join("、") : words("ABSTAIN");
}

function tooMany(made, { most }) {
  if (!made.length) return { text: words("pick_nothing") };
  return most && made.length > most ? { text: words("pick_too_many", { most, count: made.length }) } : null;
}

function pickRow(option, kept, one) {
  const box = h("input", { type: one ? "radio" : "checkbox", name: "pick", value: option.code, "data-key": option.code });
  box.checked = Array.isArray(kept) && kept.includes(option.code);
  return h("label", { class: "question-row" }, box, h("span", {}, option.label));
}
