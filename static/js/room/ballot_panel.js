/** The panel of the open vote on a delegate's screen: choose → confirm → sent → receipt. */

import { BallotBox } from "./ballot.js";
import { $, say, show } from "./dom.js";
import { paperOf } from "./papers/index.js";
import { turnoutBar } from "./parts.js";
import { choiceMark, choiceName, isPlain } from "./question.js";
import { QuestionBallot } from "./question_ballot.js";
import { clockTime, words } from "./words.js";

/** @type {Record<string, string>} */
const FOCUS = {
  choose: "[data-choose]", question: "[data-question-limit]", confirm: "[data-confirm-text]", sending: "[data-sending-text]",
  refused: "[data-refused-text]", done: "[data-done-text]", none: '[data-ballot="none"]',
};
const VIEWS = ["choose", "question", "confirm", "sending", "refused", "done", "none"];

export class BallotPanel {
  /** @param {{room: any, node: HTMLElement, changed: () => void}} options */
  constructor({ room, node, changed }) {
    this.node = node;
    /** @type {any} */
    this.vote = null;
    this.view = "";
    this.box = new BallotBox({
      live: room.live,
      base: room.base,
      meetingId: Number(room.root.dataset.meeting),
      seatId: room.root.dataset.seat,
      changed,
    });
    this.paper = new QuestionBallot({
      node: $('[data-ballot="question"]', node),
      place: `marks:${room.root.dataset.meeting}:${room.root.dataset.seat}:`,
      /** @param {number} voteId @param {string} choice */
      chosen: (voteId, choice) => this.box.choose(voteId, choice),
    });
    this.listen();
    this.box.resume();
  }

  listen() {
    /** @param {string} selector @param {(id: number) => void} act */
    const on = (selector, act) => $(selector, this.node).addEventListener("click", () => this.vote && act(this.vote.id));
    for (const button of this.node.querySelectorAll("[data-choose]")) {
      button.addEventListener("click", () => this.vote && this.box.choose(this.vote.id, button.dataset.choose));
    }
    on("[data-ballot-confirm]", (id) => this.box.confirm(id));
    on("[data-ballot-again]", (id) => this.again(id));
    on("[data-ballot-back]", (id) => this.box.forget(id));
    on("[data-question-back]", (id) => this.box.forget(id));
    on("[data-ballot-change]", (id) => this.box.reopen(id));
    on("[data-ballot-understood]", (id) => this.box.forget(id));
  }

  /** Back to the three buttons; for a cast ballot these stay the buttons of a change. @param {number} voteId */
  again(voteId) {
    this.box.forget(voteId);
    if (this.receipt) this.box.reopen(voteId);
  }

  /**
   * Whether there is something to show although the vote is not open: a ballot on its way, or refused.
   * @param {VoteSlice} vote
   */
  wants(vote) {
    return Boolean(vote && this.box.draft(vote.id)?.client_id);
  }

  /**
   * The voter's own receipt for a vote, also when the room has not repeated it yet.
   * @param {VoteSlice | null} vote @param {Mine} mine
   */
  receiptFor(vote, mine) {
    return vote ? this.box.receipt(vote.id, mine?.ballot) : null;
  }

  /** @param {VoteSlice} vote @param {Mine} mine @param {string} name @param {TurnoutSlice} turnout */
  render(vote, mine, name, turnout) {
    this.vote = vote;
    this.receipt = this.receiptFor(vote, mine);
    const draft = this.box.draft(vote.id);
    const view = this.viewOf(vote, mine, draft);
    const inside = this.node.contains(document.activeElement);
    this.fill(view, draft, name);
    if (view === "question") this.paper.draw(vote, this.receipt);
    for (const one of VIEWS) show($(`[data-ballot="${one}"]`, this.node), one === view);
    show($("[data-ballot-back]", this.node), this.receipt);
    show($("[data-question-back]", this.node), this.receipt);
    turnoutBar($("[data-turnout]", this.node), vote.state === "OPEN" ? turnout : null);
    this.follow(view, inside);
  }

  /** @param {VoteSlice} vote @param {Mine} mine @param {any} draft */
  viewOf(vote, mine, draft) {
    if (draft?.refusal) return "refused";
    if (draft?.client_id) return "sending";
    if (!mine.on_roll) return "none";
    if (draft?.choice) return "confirm";
    if (this.receipt && !this.box.reopened.has(vote.id)) return "done";
    return isPlain(vote.question) ? "choose" : "question";
  }

  /** @param {string} view @param {any} draft @param {string} name */
  fill(view, draft, name) {
    /** @param {string} what */
    const find = (what) => $(`[data-${what}-text]`, this.node);
    const { question } = this.vote;
    if (view === "confirm") {
      const plain = isPlain(question);
      const choice = choiceName(question, draft.choice);
      const before = this.receipt ? choiceName(question, this.receipt.choice) : "";
      const chosen = $("[data-confirm-choice]", this.node);
      chosen.className = plain ? `ballot-chosen choice-${draft.choice.toLowerCase()}` : "ballot-chosen";
      say(chosen, choiceMark(question, draft.choice));
      show(chosen, !paperOf(question).spelled); // else the sentence says them all
      const asked = plain ? words(before ? "confirm_change" : "confirm_ballot", { title: name, choice, before })
        : words(before ? "confirm_choice_change" : "confirm_choice", { choice, before });
      say(find("confirm"), asked);
    }
    if (view === "sending") say(find("sending"), sending(question, draft));
    if (view === "refused") say(find("refused"), draft.refusal);
    if (view === "done") {
      say(find("done"), ballotDone(this.receipt, question));
      show($("[data-ballot-change]", this.node), this.vote.changeable);
    }
  }

  /**
   * Take the keyboard along within the card; where it is elsewhere, only say what has become of the ballot.
   * @param {string} view @param {boolean} inside
   */
  follow(view, inside) {
    if (view === this.view) return;
    const before = this.view;
    this.view = view;
    const place = $(FOCUS[view], this.node);
    const told = ["sending", "refused", "done"].includes(view) && !inside;
    say($("[data-ballot-live]", this.node), told ? place.textContent : "");
    if (inside || (view === "confirm" && ["choose", "question"].includes(before))) place?.focus({ preventScroll: true });
  }
}

/** @param {QuestionView} question @param {any} draft */
function sending(question, draft) {
  return [words("ballot_sent", { choice: choiceMark(question, draft.choice) }), draft.trouble].filter(Boolean).join("。");
}

/** @param {MyBallot} receipt @param {QuestionView} question */
export function ballotDone(receipt, question) {
  const { cast_at: castAt, receipt: code, choice } = receipt;
  return words("ballot_done", { choice: choiceMark(question, choice), time: clockTime(castAt), receipt: code });
}
