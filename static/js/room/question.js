/** What is put to the vote and what a ballot says, in words, whatever the method. */

import { h, redraw, show } from "./dom.js";
import { paperOf } from "./papers/index.js";
import { choiceText, words } from "./words.js";

/** 同意, 反对, 弃权: the vote with three buttons. @param {{ method: string }} question */
export function isPlain(question) {
  return Boolean(paperOf(question).plain);
}

/** 同意; 甲公司、乙公司; 保洁 18 分，态度 17 分，合计 35 分; 1 乙公司、2 甲公司. @param {QuestionView} question @param {string} choice */
export function choiceName(question, choice) {
  if (choice === "") return words("choice_apart"); // a secret vote that is closed
  return choice === "NOT_CAST" ? words(choice) : paperOf(question).name(question, choice);
}

/** The same with its sign: ✓ 同意, ✓ 甲公司, — 弃权. @param {QuestionView} question @param {string} choice */
export function choiceMark(question, choice) {
  if (choice === "") return words("choice_apart");
  if (isPlain(question) || choice === "NOT_CAST") return choiceText(choice);
  return paperOf(question).abstains(choice) ? choiceText("ABSTAIN") : `✓ ${choiceName(question, choice)}`;
}

/**
 * Method and options of the open vote; nothing for a vote with three buttons.
 * @param {HTMLElement} node @param {VoteSlice | null} vote
 */
export function questionPut(node, vote) {
  const question = vote?.state === "OPEN" && !isPlain(vote.question) ? vote.question : null;
  show(node, question);
  redraw(node, question && { question, round: vote?.round }, () => (question ? putParts(question, vote?.round ?? 1) : []));
}

/** @param {QuestionView} question @param {number} round */
function putParts(question, round) {
  const again = round > 1 ? `${words("round", { round })} · ` : "";
  const limit = paperOf(question).limit(question);
  return [
    h("p", { class: "question-method" }, h("strong", {}, `${again}${question.method_label}`), ` ${limit}`),
    h("ol", { class: "question-list" }, question.options.map((option) =>
      h("li", {}, option.label, option.top ? h("span", { class: "question-top" }, words("top", option)) : null),
    )),
  ];
}
