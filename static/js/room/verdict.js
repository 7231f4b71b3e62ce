/** The verdict card in the room: same markup and classes as templates/components/verdict_card.html. */

import { h, redraw, show } from "./dom.js";
import { paperOf } from "./papers/index.js";
import { words } from "./words.js";

/** @type {Record<string, string>} */
const RESULT_SIGNS = { PASSED: "✓", REJECTED: "✕", NO_QUORUM: "○", UNDETERMINED: "…" };

/**
 * Draw the result of a closed vote; `large` for the hall.
 * @param {HTMLElement} node @param {any} vote @param {boolean} [large]
 */
export function verdictCard(node, vote, large = false) {
  const result = vote?.result ?? null;
  show(node, result);
  redraw(node, result, () => (result ? [card(result.verdict, vote, large), ...paperOf(vote.question).verdict(result.verdict)] : []));
}

/** An election with posts left open is not over, whoever was elected. @param {any} verdict */
function shown(verdict) {
  const open = verdict.vacant && !verdict.enough && verdict.result === "PASSED";
  return open ? "UNDETERMINED" : verdict.result;
}

/** @param {any} verdict @param {any} vote @param {boolean} large */
function card(verdict, vote, large) {
  return h(
    "section",
    { class: `verdict verdict-${shown(verdict).toLowerCase()}${large ? " verdict-hall" : ""}` },
    h("div", { class: "verdict-head" },
      h(large ? "h2" : "h3", { class: "verdict-word" },
        h("span", { class: "verdict-sign", "aria-hidden": "true" }, RESULT_SIGNS[shown(verdict)]),
        verdict.result_label,
      ),
      verdict.sentence ? h("p", { class: "verdict-sentence" }, verdict.sentence) : null,
    ),
    h("ol", { class: "verdict-tests" }, verdict.tests.map(testLine)),
    verdict.means?.length ? h("dl", { class: "verdict-means" }, verdict.means.map(meanLine)) : null,
    verdict.outcomes?.length ? h("ul", { class: "verdict-options" }, verdict.outcomes.map(optionLine)) : null,
    verdict.steps?.length ? stepsOf(verdict.steps) : null,
    vote.needs_owners && verdict.result === "PASSED" ? h("p", { class: "verdict-note" }, words("needs_owners")) : null,
    h("p", { class: "verdict-rule" },
      words("rule", { name: verdict.rule_name, version: verdict.rule_version, source: verdict.rule_source }),
    ),
  );
}

/** How it was worked out, for whoever wants to check it. @param {any[]} steps */
function stepsOf(steps) {
  return h("details", { class: "verdict-steps" },
    h("summary", {}, words("steps")), h("ul", {}, steps.map((step) => h("li", {}, step))),
  );
}

/** @param {any} mean */
function meanLine(mean) {
  return h("div", {}, h("dt", {}, mean.label, mean.decides ? words("mean_decides") : null), h("dd", {}, mean.text));
}

/** @type {Record<string, string>} */
const OPTION_SIGNS = { RUN_OFF: "→", NO_RESULT: "○", NOT_TAKEN: "✕", NOT_ELECTED: "✕" };

/** @param {any} option */
function optionLine(option) {
  const tone = option.chosen ? " verdict-option-chosen" : option.state === "RUN_OFF" ? " verdict-option-again" : "";
  return h(
    "li",
    { class: `verdict-option${tone}` },
    h("p", { class: "verdict-option-name" },
      h("span", { class: "verdict-option-mark" },
        h("span", { "aria-hidden": "true" }, OPTION_SIGNS[option.state] ?? "✓"),
        ` ${option.state_label}`,
      ),
      option.label,
      h("span", { class: "verdict-option-amount" }, option.text),
    ),
    option.tests.flatMap(numbersOf),
  );
}

/** @param {any} test */
function testLine(test) {
  return h(
    "li",
    { class: test.met ? "verdict-test" : "verdict-test verdict-test-unmet" },
    h("p", { class: "verdict-test-name" },
      h("span", { class: "verdict-test-mark" },
        h("span", { "aria-hidden": "true" }, test.met ? "✓" : "✕"),
        ` ${words(test.met ? "test_met" : "test_unmet")}`,
      ),
      test.label,
    ),
    numbersOf(test),
  );
}

/** Base, required, actual, difference, and the sentence. @param {any} test */
function numbersOf(test) {
  const base = test.base_text ? `${test.base_label} ${test.base_text}` : test.base_label;
  const numbers = [
    ["test_base", base],
    ["test_required", test.required_text],
    ["test_actual", test.actual_text],
    ["test_difference", test.difference_text],
  ];
  return [
    h("dl", { class: "verdict-numbers" },
      numbers.map(([word, value]) => h("div", {}, h("dt", {}, words(word)), h("dd", {}, value))),
    ),
    h("p", { class: "verdict-test-sentence" }, test.sentence),
  ];
}
