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
    /** @param {string} choice */
    abstains: (choice) => choice === "[]",
    /** @param {QuestionView} question @param {any} kept */
    rows: (question, kept) => question.options.map((option) => pickRow(option, kept, one(question))),
    /** @param {HTMLFormElement} form */
    read: (form) => [...form.querySelectorAll("[name=pick]:checked")].map((input) => input.value),
    /** @param {any} made */
    told: (made) => (made.length ? words("picked", { count: made.length }) : ""),
    problem: tooMany,
    /** @param {any} line */
    option: (line) => ({ label: line.trim(), top: 0 }),
    verdict: () => [],
  };
}

/** @param {QuestionView} question @param {string} choice */
function namePicked(question, choice) {
  const made = JSON.parse(choice);
  const labels = question.options.filter((option) => made.includes(option.code)).map((option) => option.label);
  return labels.length ? labels.join("、") : words("ABSTAIN");
}

/** @param {any} made @param {{ most: number }} given */
function tooMany(made, { most }) {
  if (!made.length) return { text: words("pick_nothing") };
  return most && made.length > most ? { text: words("pick_too_many", { most, count: made.length }) } : null;
}

/** @param {OptionView} option @param {any} kept @param {any} one */
function pickRow(option, kept, one) {
  const box = h("input", { type: one ? "radio" : "checkbox", name: "pick", value: option.code, "data-key": option.code });
  box.checked = Array.isArray(kept) && kept.includes(option.code);
  return h("label", { class: "question-row" }, box, h("span", {}, option.label));
}
