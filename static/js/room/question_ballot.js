/** The ballot paper of a vote with options; what is filled in, and how, is for the paper of its method. */

import * as kept from "../components/kept.js";
import { $, redraw, say, show } from "./dom.js";
import { paperOf } from "./papers/index.js";

export class QuestionBallot {
  /**
   * `place` names the store of what is half filled in; `chosen(voteId, choice)` takes the finished ballot.
   * @param {{ node: HTMLElement, place: string, chosen: Function }} given
   */
  constructor({ node, place, chosen }) {
    this.node = node;
    this.place = place;
    this.chosen = chosen;
    /** @type {any} */
    this.vote = null;
    this.form = $("form", node);
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (/** @type {any} */ event) => {
      event.preventDefault();
      this.finish();
    });
    $("[data-question-abstain]", node).addEventListener("click", () => this.hand(this.paper.empty));
  }

  get paper() {
    return paperOf(this.vote.question);
  }

  /**
   * Draw the paper of this vote once; what stands on it is not touched by updates.
   * @param {VoteSlice} vote @param {MyBallot} receipt
   */
  draw(vote, receipt) {
    this.vote = vote;
    const { question } = vote;
    say($("[data-question-limit]", this.node), this.paper.limit(question));
    redraw($("[data-question-rows]", this.node), [vote.id, question], () => {
      this.wrong("");
      return this.paper.rows(question, this.kept(receipt));
    });
    this.tell();
  }

  /** What was filled in before a reload, or on the ballot that was cast. @param {MyBallot | null} receipt */
  kept(receipt) {
    const text = kept.get(this.place + this.vote.id) ?? receipt?.choice;
    return text ? JSON.parse(text) : {};
  }

  changed() {
    kept.set(this.place + this.vote.id, JSON.stringify(this.paper.read(this.form)));
    this.wrong("");
    this.tell();
  }

  /** How many are ticked, the sum so far, the order so far. */
  tell() {
    say($("[data-question-told]", this.node), this.paper.told(this.paper.read(this.form), this.vote.question));
  }

  finish() {
    const made = this.paper.read(this.form);
    const problem = this.paper.problem(made, this.vote.question);
    if (!problem) {
      this.hand(made);
      return;
    }
    this.wrong(problem.text);
    if (problem.at) $(problem.at, this.form).focus();
  }

  /** @param {any} made */
  hand(made) {
    this.wrong("");
    this.chosen(this.vote.id, JSON.stringify(made));
  }

  /** @param {string} text */
  wrong(text) {
    const line = $("[data-question-wrong]", this.node);
    say(line, text);
    show(line, text);
  }
}
