/** What the chair's and the secretary's screens share. */

import { ask } from "./ask.js";
import { $, say, show } from "./dom.js";
import { agendaList, attendanceByParty, minutesList, motionCard, planLine, stateName, stepLine, voidedLine } from "./parts.js";
import { seatList } from "./seats.js";
import { words } from "./words.js";

/**
 * Whether the meeting has been closed: nothing is chaired or moved any more.
 * @param {import("./store.js").Store} store
 */
export function isOver(store) {
  return ["ENDED", "MINUTES_SIGNED", "ISSUED"].includes(store.get("meeting").state);
}

/** @param {Room} room @param {string} name */
export function panel(room, name) {
  return $(`[data-panel="${name}"]`, room.root);
}

/**
 * State, quorum, item, motion, attendance, agenda, minutes. `mayRecuse` adds the chair's recusal button.
 * @param {Room} room @param {boolean} mayRecuse
 */
export function renderDesk(room, mayRecuse) {
  const { root, store } = room;
  const presence = store.get("presence");
  const item = store.get("item");
  say($("[data-state]", root), stateName(store.get("meeting"), presence));
  say($("[data-quorum]", root), presence.sentence);
  for (const name of ["door", "lag"]) { // somebody tries PINs; screens are late
    const told = store.get("next")?.[name] ?? "";
    say($(`[data-${name}]`, root), told);
    show($(`[data-${name}]`, root), told !== "");
  }
  renderItem(room, item, store.get("vote"));
  const parties = $("[data-parties]", root);
  if (parties) attendanceByParty(parties, presence);
  seatList($("[data-seats]", root), presence, item, {
    /** @param {SeatView} seat */
    toggle: (seat) => toggle(room, seat),
    recuse: mayRecuse ? (/** @type {SeatView} */ seat) => recuse(room, seat) : null,
  });
  agendaList($("[data-agenda]", root), store.get("agenda"));
  const minutes = store.get("minutes");
  minutesList($("[data-minutes]", root), minutes);
  say($("[data-minutes-count]", root), linesText(minutes));
  const live = ["SIGN_IN", "INQUORATE", "IN_SESSION", "ADJOURNED"].includes(store.get("meeting").state);
  show(panel(room, "afterwards"), isOver(store));
  show($("[data-hand-over]", root), !isOver(store));
  show($("[data-seats-fold]", root), live);
  show($("[data-own-sign-in]", root), live && store.mine && !store.mine.present);
  say($("[data-own-signed-in]", root), live && store.mine?.present ? words("signed_in") : "");
}

/** @param {MinutesSlice | null} minutes */
function linesText(minutes) {
  if (!minutes?.count) return words("no_lines");
  return words(minutes.count > minutes.lines.length ? "lines_newest" : "lines", { count: minutes.count, shown: minutes.lines.length });
}

/** @param {Room} room @param {ItemSlice | null} item @param {VoteSlice | null} vote */
function renderItem(room, item, vote) {
  const { root } = room;
  show(panel(room, "item"), item);
  if (!item) return;
  say($("[data-item-kicker]", root), words("item_of", item));
  say($("[data-item-title]", root), item.title);
  stepLine($("[data-steps]", root), item, room.store);
  planLine($("[data-item-plan]", root), item);
  renderTopic(root, item);
  const recused = item.recused ?? [];
  say($("[data-recused-list]", root), words("recused_list", { names: recused.join("、") }));
  show($("[data-recused-list]", root), recused.length);
  const decided = item.decided.find((one) => one.id === vote?.motion_id) ?? item.decided.at(-1) ?? null;
  motionCard($("[data-motion]", root), item.motion ?? decided, item.amended);
  voidedLine($("[data-voided]", root), item);
}

/** What residents wrote, until there is a motion to talk about. @param {HTMLElement} root @param {ItemSlice} item */
function renderTopic(root, item) {
  show($("[data-topic]", root), item.topic && !item.motion && ["report", "questions"].includes(item.step));
  say($("[data-situation]", root), item.topic?.situation);
  show($("[data-proposed]", root), item.topic?.proposal);
  say($("[data-proposal]", root), item.topic?.proposal);
}

/** 记为已到 is taken back by one tap; only who is taken off is asked about. @param {Room} room @param {SeatView} seat */
async function toggle(room, seat) {
  const question = { sentence: words("ask_absent", seat), reason: false };
  const yes = !seat.present || (await ask($("[data-ask]", room.root), question));
  if (yes) room.act("attendance", { seat_id: seat.id, present: !seat.present });
}

/** @param {Room} room @param {SeatView} seat */
async function recuse(room, seat) {
  const item = room.store.get("item");
  const yes = await ask($("[data-ask]", room.root), { sentence: words("ask_recuse", seat), reason: true });
  if (yes && item) room.act("recusals", { item_id: item.id, seat_id: seat.id, reason: yes.reason });
}

/** Buttons that send nothing but their name (`data-act="sign-in"`). @param {Room} room */
export function plainActs(room) {
  for (const button of room.root.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => room.act(button.dataset.act, {}, button));
  }
}
