/** The verdict card in the room: same markup and classes as templates/components/verdict_card.html. */

import { h, redraw, show } from "./dom.js";
import { SIGNS, words } from "./words.js";

const RESULT_SIGNS = { PASSED: "✓", REJECTED: "✕", NO_QUORUM: "○", UNDETERMINED: "…" };
const SVG = "http://www.w3.org/2000/svg";

/** Draw the result of a closed vote; `large` for the hall. */
export function verdictCard(node, vote, large = false) {
  const result = vote?.result ?? null;
  show(node, result);
  redraw(node, result, () => (result ? [card(result.verdict, vote, large), result.tally ? tally(result.tally) : []].flat() : []));
}

/** An election with posts left open is not over, whoever was elected. */
function shown(verdict) {
  const open = verdict.vacant && !verdict.enough && verdict.result === "PASSED";
  return open ? "UNDETERMINED" : verdict.result;
}

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
    vote.needs_owners && verdict.result === "PASSED" ? h("p", { class: "verdict-note" }, words("needs_owners")) : null,
    h("p", { class: "verdict-rule" },
      words("rule", { name: verdict.rule_name, version: verdict.rule_version, source: verdict.rule_source }),
    ),
  );
}

function meanLine(mean) {
  return h("div", {}, h("dt", {}, mean.label, mean.decides ? words("mean_decides") : null), h("dd", {}, mean.text));
}

const OPTION_SIGNS = { RUN_OFF: "→", NO_RESULT: "○", NOT_TAKEN: "✕", NOT_ELECTED: "✕" };

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

/** Base, required, actual, difference, and the sentence. */
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

const TALLY_SIGNS = { agree: SIGNS.AGREE, oppose: SIGNS.OPPOSE, abstain: SIGNS.ABSTAIN, not_cast: "·" };

function tally(counts) {
  const total = Math.max(1, Object.keys(TALLY_SIGNS).reduce((sum, key) => sum + (counts[key] ?? 0), 0));
  return h(
    "ul",
    { class: "tally" },
    Object.entries(TALLY_SIGNS).map(([key, sign]) =>
      h(
        "li",
        { class: `tally-row tally-${key}` },
        h("span", { class: "tally-word" },
          h("span", { class: "tally-sign", "aria-hidden": "true" }, sign),
          ` ${words(`tally_${key}`)}`,
        ),
        bar(((counts[key] ?? 0) * 100) / total),
        h("span", { class: "tally-number" }, words("votes", { count: counts[key] ?? 0 })),
      ),
    ),
  );
}

function bar(width) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "tally-bar");
  svg.setAttribute("viewBox", "0 0 100 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, size] of [["tally-ground", 100], ["tally-fill", width]]) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", name);
    rect.setAttribute("width", String(size));
    rect.setAttribute("height", "10");
    svg.append(rect);
  }
  return svg;
}
