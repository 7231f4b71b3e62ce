/** 多项选择: boxes to tick. */

import { words } from "../words.js";
import { picks } from "./picks.js";

export const choose = picks({
  /** @param {{ most: number }} given */
  one: ({ most }) => most === 1,
  /** @param {{ most: number }} given */
  limit: ({ most }) => (most ? words("limit_most", { most }) : words("limit_none")),
  /** @param {any} field */
  body: (field) => ({ most: field.number("most") }),
});
