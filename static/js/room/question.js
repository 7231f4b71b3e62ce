/** What is put to the vote and what a ballot says, in words, whatever the method. */

import { h, redraw, show } from "./dom.js";
import { choiceText, words } from "./words.js";

/** 同意, 反对, 弃权: the vote with three buttons. */
export function isPlain(question) {
  return question.method === "APPROVAL";
}

/** 同意; 甲公司、乙公司; 保洁 18 分，态度 17 分，合计 35 分. */
export function choiceName(question, choice) {
  if (choice === "") return words("choice_apart"); // a secret vote that is closed
  if (isPlain(question) || choice === "NOT_CAST") return words(choice);
  const made = JSON.parse(choice);
  if (question.method === "SCORES") return scoresName(question, made);
  const labels = question.options.filter((option) => made.includes(option.code)).map((option) => option.label);
  return labels.length ? labels.join("、") : words("ABSTAIN");
}

function scoresName(question, made) {
  const scored = question.options.filter((option) => option.code in made);
  if (!scored.length) return words("ABSTAIN");
  const each = scored.map(({ label, code }) => words("score_of", { label, score: made[code] }));
  return [...each, words("score_sum", { sum: Object.values(made).reduce((sum, one) => sum + one, 0) })].join("，");
}

export function isAbstention(question, choice) {
  return isPlain(question) ? choice === "ABSTAIN" : choice === "[]" || choice === "{}";
}

/** The same with its sign: ✓ 同意, ✓ 甲公司, — 弃权. */
export function choiceMark(question, choice) {
  if (choice === "") return words("choice_apart");
  if (isPlain(question) || choice === "NOT_CAST") return choiceText(choice);
  return isAbstention(question, choice) ? choiceText("ABSTAIN") : `✓ ${choiceName(question, choice)}`;
}

/** How much one may choose. */
export function limitText(question) {
  const { method, most, seats, line } = question;
  if (method === "CHOOSE") return most ? words("limit_most", { most }) : words("limit_none");
  if (method === "ELECTION") return words("limit_seats", { seats, most });
  if (method === "SCORES") return words("limit_scores") + (line ? words("limit_line", { line }) : "");
  return words("limit_one");
}

/** Method and options of the open vote; nothing for a vote with three buttons. */
export function questionPut(node, vote) {
  const question = vote?.state === "OPEN" && !isPlain(vote.question) ? vote.question : null;
  show(node, question);
  redraw(node, question && { question, round: vote.round }, () => (question ? putParts(question, vote.round) : []));
}

function putParts(question, round) {
  const again = round > 1 ? `${words("round", { round })} · ` : "";
  return [
    h("p", { class: "question-method" }, h("strong", {}, `${again}${question.method_label}`), ` ${limitText(question)}`),
    h("ol", { class: "question-list" }, question.options.map((option) =>
      h("li", {}, option.label, option.top ? h("span", { class: "question-top" }, words("top", option)) : null),
    )),
  ];
}
