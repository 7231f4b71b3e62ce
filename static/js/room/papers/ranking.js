/** 排序: tap an option to give it the next place, again to take it out; ▲ and ▼ move it. No dragging is needed. */

import { $, h } from "../dom.js";
import { words } from "../words.js";

export const ranking = {
  empty: [],
  limit: () => words("limit_ranking"),
  name: nameRanked,
  /** @param {string} choice */
  abstains: (choice) => choice === "[]",
  /** @param {QuestionView} question @param {any} kept */
  rows: (question, kept) => [new Order(question, kept).node],
  /** @param {HTMLFormElement} form */
  read: (form) => JSON.parse($("[data-ranking]", form)?.value || "[]"),
  /** @param {any} made @param {any} question */
  told: (made, question) => (made.length ? words("ranked", { order: nameRanked(question, JSON.stringify(made)) }) : ""),
  /** @param {any} made */
  problem: (made) => (made.length ? null : { text: words("rank_nothing") }),
  /** @param {any} line */
  option: (line) => ({ label: line.trim(), top: 0 }),
  body: () => ({}),
  verdict: () => [],
};

/** 1 乙公司、2 甲公司 @param {QuestionView} question @param {string} choice */
function nameRanked(question, choice) {
  const labels = Object.fromEntries(question.options.map(({ code, label }) => [code, label]));
  const made = JSON.parse(choice).filter((/** @type {string} */ code) => code in labels);
  /** @param {string} code @param {number} place */
  const placed = (code, place) => `${place + 1} ${labels[code]}`;
  return made.map(placed).join("、") || words("ABSTAIN");
}

/** The options with their places; what is ranked stands above what is not. */
class Order {
  /** @param {QuestionView} question @param {any} kept */
  constructor(question, kept) {
    this.options = question.options;
    const codes = new Set(this.options.map(({ code }) => code));
    this.codes = Array.isArray(kept) ? kept.filter((/** @type {string} */ code) => codes.has(code)) : [];
    this.field = h("input", { type: "hidden", "data-ranking": true });
    this.list = h("ol", { class: "rank-rows" });
    this.node = h("div", {}, this.field, this.list);
    this.draw();
  }

  draw() {
    this.field.value = JSON.stringify(this.codes);
    const rest = this.options.filter(({ code }) => !this.codes.includes(code));
    const ranked = this.codes.flatMap((code) => this.options.find((option) => option.code === code) ?? []);
    this.list.replaceChildren(...[...ranked, ...rest].map((option) => this.row(option)));
  }

  /** @param {OptionView} option */
  row(option) {
    const place = this.codes.indexOf(option.code) + 1;
    const facts = { label: option.label, place: place || this.codes.length + 1 };
    const pick = h("button", {
      type: "button", class: "rank-pick", "data-rank": option.code, "aria-pressed": String(place > 0),
      "aria-label": words(place ? "rank_out" : "rank_in", facts), onclick: () => this.tap(option.code),
    }, h("span", { class: "rank-place", "aria-hidden": "true" }, place || ""), h("span", {}, option.label));
    /** @param {string} sign @param {string} word @param {number} by */
    const move = (sign, word, by) => h("button", {
      type: "button", class: "btn btn-plain question-step", "data-rank-move": `${option.code}${by}`, disabled: !this.fits(place, by),
      "aria-label": words(word, facts), onclick: () => this.move(option.code, by),
    }, sign);
    const moves = place ? h("span", { class: "question-stepper" }, move("▲", "rank_up", -1), move("▼", "rank_down", 1)) : null;
    return h("li", { class: place ? "question-row rank-row rank-row-in" : "question-row rank-row" }, pick, moves);
  }

  /** @param {number} place @param {number} by */
  fits(place, by) {
    return place + by >= 1 && place + by <= this.codes.length;
  }

  /** @param {string} code */
  tap(code) {
    this.codes = this.codes.includes(code) ? this.codes.filter((other) => other !== code) : [...this.codes, code];
    this.changed(`[data-rank="${code}"]`);
  }

  /** @param {string} code @param {number} by */
  move(code, by) {
    const at = this.codes.indexOf(code);
    [this.codes[at], this.codes[at + by]] = [this.codes[at + by], code];
    this.changed(`[data-rank-move="${code}${by}"]`, `[data-rank="${code}"]`);
  }

  /** Draw anew, keep the keyboard where it was, and let the paper be kept. @param {...string} places */
  changed(...places) {
    this.draw();
    places.map((place) => $(place, this.list)).find((button) => button && !button.disabled)?.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
