/** 排序: tap an option to give it the next place, again to take it out; ▲ and ▼ move it. No dragging is needed. */

import { $, h } from "../dom.js";
import { words } from "../words.js";

export const ranking = {
  empty: [],
  limit: () => words("limit_ranking"),
  name: nameRanked,
  abstains: (choice) => choice === "[]",
  rows: (question, kept) => [new Order(question, kept).node],
  read: (form) => JSON.parse($("[data-ranking]", form)?.value || "[]"),
  told: (made, question) => (made.length ? words("ranked", { order: nameRanked(question, JSON.stringify(made)) }) : ""),
  problem: (made) => (made.length ? null : { text: words("rank_nothing") }),
  option: (line) => ({ label: line.trim(), top: 0 }),
  body: () => ({}),
  verdict: () => [],
};

/** 1 乙公司、2 甲公司 */
function nameRanked(question, choice) {
  const labels = Object.fromEntries(question.options.map(({ code, label }) => [code, label]));
  const made = JSON.parse(choice).filter((code) => code in labels);
  return made.map((code, place) => `${place + 1} ${labels[code]}`).join("、") || words("ABSTAIN");
}

/** The options with their places; what is ranked stands above what is not. */
class Order {
  constructor(question, kept) {
    this.options = question.options;
    const codes = new Set(this.options.map(({ code }) => code));
    this.codes = Array.isArray(kept) ? kept.filter((code) => codes.has(code)) : [];
    this.field = h("input", { type: "hidden", "data-ranking": true });
    this.list = h("ol", { class: "rank-rows" });
    this.node = h("div", {}, this.field, this.list);
    this.draw();
  }

  draw() {
    this.field.value = JSON.stringify(this.codes);
    const rest = this.options.filter(({ code }) => !this.codes.includes(code));
    const ranked = this.codes.map((code) => this.options.find((option) => option.code === code));
    this.list.replaceChildren(...[...ranked, ...rest].map((option) => this.row(option)));
  }

  row(option) {
    const place = this.codes.indexOf(option.code) + 1;
    const facts = { label: option.label, place: place || this.codes.length + 1 };
    const pick = h("button", {
      type: "button", class: "rank-pick", "data-rank": option.code, "aria-pressed": String(place > 0),
      "aria-label": words(place ? "rank_out" : "rank_in", facts), onclick: () => this.tap(option.code),
    }, h("span", { class: "rank-place", "aria-hidden": "true" }, place || ""), h("span", {}, option.label));
    const move = (sign, word, by) => h("button", {
      type: "button", class: "btn btn-plain question-step", "data-rank-move": `${option.code}${by}`, disabled: !this.fits(place, by),
      "aria-label": words(word, facts), onclick: () => this.move(option.code, by),
    }, sign);
    const moves = place ? h("span", { class: "question-stepper" }, move("▲", "rank_up", -1), move("▼", "rank_down", 1)) : null;
    return h("li", { class: place ? "question-row rank-row rank-row-in" : "question-row rank-row" }, pick, moves);
  }

  fits(place, by) {
    return place + by >= 1 && place + by <= this.codes.length;
  }

  tap(code) {
    this.codes = this.codes.includes(code) ? this.codes.filter((other) => other !== code) : [...this.codes, code];
    this.changed(`[data-rank="${code}"]`);
  }

  move(code, by) {
    const at = this.codes.indexOf(code);
    [this.codes[at], this.codes[at + by]] = [this.codes[at + by], code];
    this.changed(`[data-rank-move="${code}${by}"]`, `[data-rank="${code}"]`);
  }

  /** Draw anew, keep the keyboard where it was, and let the paper be kept. */
  changed(...places) {
    this.draw();
    places.map((place) => $(place, this.list)).find((button) => button && !button.disabled)?.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
