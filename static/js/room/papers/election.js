/** 差额选举: names to tick, as many as there are posts. */

import { words } from "../words.js";
import { picks } from "./picks.js";

export const election = picks({
  /** @param {{ most: number }} given */
  one: ({ most }) => most === 1,
  /** @param {{ seats: number, most: number }} given */
  limit: ({ seats, most }) => words("limit_seats", { seats, most }),
  /** @param {any} field */
  body: (field) => ({
    seats: field.number("seats"),
    least_seats: field.number("least_seats"),
    second_round: field("second_round").checked,
    woman: field("woman")?.value ?? "",
    women: field.lines("women"),
    kin: field.lines("kin").map((/** @type {string} */ line) => line.split(/[、，,\s]+/).filter(Boolean)),
    kin_elected: field.lines("kin_elected"),
  }),
});
