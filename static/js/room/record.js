/** The secretary's screen: motions and lines of the record, attendance, and what is going on. */

import { panel, plainActs, renderDesk } from "./desk.js";
import { $, say, show } from "./dom.js";
import { liveForms } from "./forms.js";
import { HEARD_ONLY, lastOutcome, objectionList, speakerCard, turnoutBar } from "./parts.js";
import { start } from "./start.js";
import { verdictCard } from "./verdict.js";
import { words } from "./words.js";

const root = $("[data-room]");
const room = start(render);
plainActs(room);

function render() {
  const { store } = room;
  const item = store.get("item");
  renderDesk(room, false);
  const decides = item && !HEARD_ONLY.has(item.kind);
  const amendable = item?.motion && !item.motion.amends_id && ["MOVED", "OBJECTED"].includes(item.motion.state);
  show($("[data-between]", root), !item);
  show(panel(room, "motion"), decides && !item.motion);
  show(panel(room, "amendment"), amendable);
  renderStatus(store);
}

function renderStatus(store) {
  const vote = store.get("vote");
  const consensus = store.get("consensus");
  const speaker = store.get("floor")?.speaker ?? null;
  const open = vote?.state === "OPEN";
  const closed = lastOutcome(vote, consensus) === "vote" && !open;
  const consulting = consensus?.state === "OPEN";
  show(panel(room, "status"), open || closed || consulting || speaker);
  const title = open ? "voting" : consulting ? "consulting" : closed ? "result_title" : "speaking_now";
  say($("[data-result-title]", root), words(title));
  speakerCard($("[data-speaker]", root), speaker);
  turnoutBar($("[data-turnout]", root), open ? store.get("turnout") : null);
  objectionList($("[data-objections]", root), consulting ? consensus : null);
  verdictCard($("[data-verdict]", root), closed ? vote : null);
}

liveForms(room, {
  motion: ({ text }, key) => ["motions", { item_id: room.store.get("item")?.id, text, amends_id: null, request_key: key }],
  amendment: ({ text }, key) => {
    const item = room.store.get("item");
    return ["motions", { item_id: item?.id, text, amends_id: item?.motion?.id, request_key: key }];
  },
  line: ({ kind, text }) => ["minutes", { kind, text, item_id: room.store.get("item")?.id ?? null }],
});
