/** The attendance list for chair and secretary: every seat with its state and what can be corrected. */

import { h, redraw } from "./dom.js";
import { words } from "./words.js";

/**
 * `acts` is `{toggle(seat), recuse(seat) | null}`.
 * @param {HTMLElement} node @param {PresenceSlice} presence @param {ItemSlice | null} item @param {any} acts
 */
export function seatList(node, presence, item, acts) {
  const seated = presence.seats ?? [];
  redraw(node, { seats: seated, item: item?.id, recused: item?.recused }, () => {
    const groups = new Map();
    for (const seat of seated) groups.set(seat.party, [...(groups.get(seat.party) ?? []), seat]);
    /** @param {SeatView} seat */
    const row = (seat) => seatRow(seat, item, acts, isRecused(seat, seated, item));
    return [...groups].map(([party, seats]) =>
      h("li", {}, h("p", { class: "seat-party" }, party), h("ul", {}, seats.map(row))),
    );
  });
}

/**
 * Names are all that the room tells; two of one name count as recused when both are.
 * @param {SeatView} seat @param {SeatView[]} seated @param {ItemSlice | null} item
 */
function isRecused(seat, seated, item) {
  /** @param {string[]} names */
  const alike = (names) => names.filter((name) => name === seat.name).length;
  const found = alike(item?.recused ?? []);
  return found > 0 && found === alike(seated.map((one) => one.name));
}

/** @param {SeatView} seat @param {ItemSlice | null} item @param {any} acts @param {boolean} recused */
function seatRow(seat, item, acts, recused) {
  const state = seat.present ? "seat_present" : seat.leave ? "seat_leave" : "seat_absent";
  const toggle = words(seat.present ? "mark_absent" : "mark_present");
  const mayRecuse = acts.recuse && item && seat.has_vote && seat.present && !recused;
  return h(
    "li",
    { class: seat.present ? "seat present" : "seat" },
    h("span", { class: "seat-name" }, seat.name, h("small", {}, ` ${seat.post}`)),
    h("span", { class: "seat-state" }, `${seat.present ? "●" : "○"} ${words(state)}`,
      recused ? h("strong", {}, ` ${words("seat_recused")}`) : null),
    h("span", { class: "seat-acts" },
      h("button", { type: "button", class: "btn btn-plain", "aria-label": `${toggle}：${seat.name}`, "data-key": `seat-${seat.id}`,
          onclick: () => acts.toggle(seat) }, toggle),
      mayRecuse
        ? h("button", { type: "button", class: "btn btn-quiet", "aria-label": `${seat.name} ${words("recuse")}`,
            "data-key": `recuse-${seat.id}`, onclick: () => acts.recuse(seat) }, words("recuse"))
        : null,
    ),
  );
}
