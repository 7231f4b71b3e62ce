/** How each ballot method looks on the screens: one script a method, found by its code and nowhere else. */

import { approval } from "./approval.js";
import { choose } from "./choose.js";
import { election } from "./election.js";
import { options } from "./options.js";
import { ranking } from "./ranking.js";
import { scores } from "./scores.js";

/** @type {Record<string, any>} */
const PAPERS = {
  APPROVAL: approval, CHOOSE: choose, OPTIONS: options, ELECTION: election, RANKING: ranking, SCORES: scores,
};

/**
 * The paper of a method:
 * `plain` three buttons instead of a form; `spelled` the sentence names every choice, so no large mark beside it.
 * `name(question, choice)` a ballot in words; `abstains(choice)`; `limit(question)` how much one may choose.
 * `empty` what an abstention sends; `rows(question, kept)` what is filled in, as elements; `read(form)` what stands on
 * it, told by `told(made, question)`; `problem(made, question)` `null` or `{text, at}`, `at` a selector of the field.
 * `body(field)` what the chair's form sends beside options, which are read by `option(line, field)`.
 * `verdict(verdict)` what is shown below the card of a result.
 * @param {{ method: string }} question
 */
export function paperOf(question) {
  return PAPERS[question.method];
}
