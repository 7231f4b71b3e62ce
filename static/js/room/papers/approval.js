/** 同意、反对、弃权: three buttons, and bars below the result. */

import { h } from "../dom.js";
import { SIGNS, words } from "../words.js";

const SVG = "http://www.w3.org/2000/svg";

export const approval = {
  plain: true,
  /** @param {QuestionView} _question @param {string} choice */
  name: (_question, choice) => words(choice),
  /** @param {string} choice */
  abstains: (choice) => choice === "ABSTAIN",
  limit: () => "",
  /** @param {any} verdict */
  verdict: (verdict) => [bars(verdict)],
};

const TALLY_SIGNS = { agree: SIGNS.AGREE, oppose: SIGNS.OPPOSE, abstain: SIGNS.ABSTAIN, not_cast: "·" };

/** @param {any} verdict */
function bars(verdict) {
  const counts = Object.fromEntries((verdict.counts ?? []).map((/** @type {any} */ { name, heads }) => [name, heads]));
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

/** @param {number} width */
function bar(width) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "tally-bar");
  svg.setAttribute("viewBox", "0 0 100 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, size] of [["tally-ground", 100], ["tally-fill", width]]) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", `${name}`);
    rect.setAttribute("width", String(size));
    rect.setAttribute("height", "10");
    svg.append(rect);
  }
  return svg;
}
