/** 评分: a whole number for each criterion. */

import { h } from "../dom.js";
import { words } from "../words.js";

const ALIKE = 20;
/** @param {any} scores */
const sumOf = (scores) => Object.values(scores).reduce((sum, one) => sum + one, 0);

export const scores = {
  spelled: true,
  empty: {},
  /** @param {{ line: any }} given */
  limit: ({ line }) => words("limit_scores") + (line ? words("limit_line", { line }) : ""),
  name: nameScores,
  /** @param {string} choice */
  abstains: (choice) => choice === "{}",
  /** @param {QuestionView} question @param {any} kept */
  rows: (question, kept) => question.options.map((option) => scoreRow(option, kept)),
  read: readScores,
  /** @param {any} made */
  told: (made) => (Object.keys(made).length ? words("score_sum", { sum: sumOf(made) }) : ""),
  problem: notAllScored,
  option: optionOf,
  /** @param {any} field */
  body: (field) => ({ line: field("line").value.trim(), mean: field("mean").value }),
  verdict: () => [],
};

/** @param {QuestionView} question @param {string} choice */
function nameScores(question, choice) {
  const made = JSON.parse(choice);
  const scored = question.options.filter((option) => option.code in made);
  if (!scored.length) return words("ABSTAIN");
  const each = scored.map(({ label, code }) => words("score_of", { label, score: made[code] }));
  return [...each, words("score_sum", { sum: sumOf(made) })].join("，");
}

/** Code → whole number, without what is empty or no number. @param {HTMLFormElement} form */
function readScores(form) {
  const filled = [...form.querySelectorAll("[data-score]")].filter((input) => /^\d{1,3}$/.test(input.value.trim()));
  return Object.fromEntries(filled.map((input) => [input.dataset.score, Number(input.value)]));
}

/** @param {any} made @param {QuestionView} question */
function notAllScored(made, question) {
  const bad = question.options.find(({ code, top }) => !(code in made) || made[code] > top);
  return bad ? { text: words("score_wrong", bad), at: `[data-score="${bad.code}"]` } : null;
}

/** "保洁 30" has a highest score of its own; the others are alike. @param {any} line @param {any} field */
function optionOf(line, field) {
  const own = line.trim().match(/^(.+?)\s+(\d{1,3})\s*分?$/);
  return own ? { label: own[1], top: Number(own[2]) } : { label: line.trim(), top: field.number("top") || ALIKE };
}

/** @param {OptionView} option @param {any} kept */
function scoreRow(option, kept) {
  const id = `score-${option.code}`;
  const input = h("input", {
    id, class: "form-control question-score", inputmode: "numeric", autocomplete: "off", maxlength: "3",
    "data-score": option.code, "data-key": option.code, "aria-describedby": `${id}-top`,
  });
  input.value = kept[option.code] ?? "";
  /** @param {number} by */
  const step = (by) => {
    const now = /^\d{1,3}$/.test(input.value.trim()) ? Number(input.value) : by > 0 ? 0 : option.top + 1;
    input.value = String(Math.min(option.top, Math.max(0, now + by)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  /** @param {string} sign @param {string} word @param {number} by */
  const button = (sign, word, by) => h("button", {
    type: "button", class: "btn btn-plain question-step", "aria-label": words(word, option), onclick: () => step(by),
  }, sign);
  return h("div", { class: "question-row question-row-score" },
    h("label", { for: id }, option.label, h("small", { id: `${id}-top` }, words("top", option))),
    h("span", { class: "question-stepper" }, button("－", "score_less", -1), input, button("＋", "score_more", 1)),
  );
}
