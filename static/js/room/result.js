/** The card of what was decided last in the open item: the same for chair, record and tablet. */

import { $, say, show } from "./dom.js";
import { ballotList, inHand, lastOutcome, objectionList } from "./parts.js";
import { verdictCard } from "./verdict.js";
import { words } from "./words.js";

/**
 * Draw it. A consensus on an amendment is told by the motion, which then has the new wording; the result of a vote
 * on an amendment stays as "the earlier one". Answers what is shown: `vote`, `consensus` or `null`.
 * @param {{ root: HTMLElement, store: import("./store.js").Store }} given @param {boolean} [wanted]
 */
export function resultCard({ root, store }, wanted = true) {
  const [item, vote, consensus] = ["item", "vote", "consensus"].map((name) => store.get(name));
  const motion = inHand(item);
  const last = item && wanted ? lastOutcome(vote, consensus) : null;
  const outcome = last === "consensus" && motion ? null : last;
  const panel = $('[data-panel="result"]', root);
  show(panel, outcome);
  panel.classList.toggle("earlier", Boolean(outcome && motion));
  const title = outcome === "consensus" ? "consensus_title" : motion ? "earlier_result" : "result_title";
  say($("[data-result-title]", panel), words(title));
  show($("[data-declared]", panel), outcome === "consensus");
  objectionList($("[data-reservations]", panel), outcome === "consensus" ? consensus : null);
  verdictCard($("[data-verdict]", panel), outcome === "vote" ? vote : null);
  const ballots = outcome === "vote" ? vote.ballots : null;
  show($("[data-ballots-fold]", panel), ballots);
  ballotList($("[data-ballots]", panel), ballots, vote?.question);
  return outcome;
}
