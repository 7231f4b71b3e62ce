/** The ballot paper of a vote with options: boxes to tick, one to choose, or scores to fill in. */

import * as kept from "../components/kept.js";
import { $, h, redraw, say, show } from "./dom.js";
import { limitText } from "./question.js";
import { words } from "./words.js";

export class QuestionBallot {
  /** `place` names the store of what is half filled in; `chosen(voteId, choice)` takes the finished ballot. */
  constructor({ node, place, chosen }) {
    this.node = node;
    this.place = place;
    this.chosen = chosen;
    this.vote = null;
    this.form = $("form", node);
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.finish();
    });
    $("[data-question-abstain]", node).addEventListener("click", () => this.hand(this.isScoring ? {} : []));
  }

  get isScoring() {
    return this.vote.question.method === "SCORES";
  }

  /** Draw the paper of this vote once; what stands on it is not touched by updates. */
  draw(vote, receipt) {
    this.vote = vote;
    const { question } = vote;
    say($("[data-question-limit]", this.node), limitText(question));
    redraw($("[data-question-rows]", this.node), [vote.id, question], () => {
      const kept = this.kept(receipt);
      this.wrong("");
      return question.options.map((option) => (this.isScoring ? scoreRow(option, kept) : pickRow(question, option, kept)));
    });
    this.tell();
  }

  /** What was ticked before a reload, or on the ballot that was cast. */
  kept(receipt) {
    const text = kept.get(this.place + this.vote.id) ?? receipt?.choice;
    return text ? JSON.parse(text) : {};
  }

  changed() {
    kept.set(this.place + this.vote.id, JSON.stringify(this.isScoring ? this.scores() : this.picked()));
    this.wrong("");
    this.tell();
  }

  picked() {
    return [...this.form.querySelectorAll("[name=pick]:checked")].map((input) => input.value);
  }

  /** Code → whole number, without what is empty or no number. */
  scores() {
    const filled = [...this.form.querySelectorAll("[data-score]")].filter((input) => /^\d{1,3}$/.test(input.value.trim()));
    return Object.fromEntries(filled.map((input) => [input.dataset.score, Number(input.value)]));
  }

  /** How many are ticked, or the sum so far. */
  tell() {
    const made = this.isScoring ? Object.values(this.scores()) : this.picked();
    const told = this.isScoring
      ? words("score_sum", { sum: made.reduce((sum, one) => sum + one, 0) })
      : words("picked", { count: made.length });
    say($("[data-question-told]", this.node), made.length ? told : "");
  }

  finish() {
    if (this.isScoring) this.finishScores();
    else this.finishPicks();
  }

  finishPicks() {
    const picked = this.picked();
    const { most } = this.vote.question;
    if (!picked.length) this.wrong(words("pick_nothing"));
    else if (most && picked.length > most) this.wrong(words("pick_too_many", { most, count: picked.length }));
    else this.hand(picked);
  }

  finishScores() {
    const scores = this.scores();
    const bad = this.vote.question.options.find(({ code, top }) => !(code in scores) || scores[code] > top);
    if (!bad) {
      this.hand(scores);
      return;
    }
    this.wrong(words("score_wrong", bad));
    $(`[data-score="${bad.code}"]`, this.form).focus();
  }

  hand(made) {
    this.wrong("");
    this.chosen(this.vote.id, JSON.stringify(made));
  }

  wrong(text) {
    const line = $("[data-question-wrong]", this.node);
    say(line, text);
    show(line, text);
  }
}

function pickRow(question, option, kept) {
  const one = question.method === "OPTIONS" || question.most === 1;
  const ticked = Array.isArray(kept) && kept.includes(option.code);
  const box = h("input", { type: one ? "radio" : "checkbox", name: "pick", value: option.code, "data-key": option.code });
  box.checked = ticked;
  return h("label", { class: "question-row" }, box, h("span", {}, option.label));
}

function scoreRow(option, kept) {
  const id = `score-${option.code}`;
  const input = h("input", {
    id, class: "form-control question-score", inputmode: "numeric", autocomplete: "off", maxlength: "3",
    "data-score": option.code, "data-key": option.code, "aria-describedby": `${id}-top`,
  });
  input.value = kept[option.code] ?? "";
  const step = (by) => {
    const now = /^\d{1,3}$/.test(input.value.trim()) ? Number(input.value) : by > 0 ? 0 : option.top + 1;
    input.value = String(Math.min(option.top, Math.max(0, now + by)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const button = (sign, word, by) => h("button", {
    type: "button", class: "btn btn-plain question-step", "aria-label": words(word, option), onclick: () => step(by),
  }, sign);
  return h("div", { class: "question-row question-row-score" },
    h("label", { for: id }, option.label, h("small", { id: `${id}-top` }, words("top", option))),
    h("span", { class: "question-stepper" }, button("－", "score_less", -1), input, button("＋", "score_more", 1)),
  );
}
