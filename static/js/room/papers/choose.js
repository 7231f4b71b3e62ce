/** 多项选择: boxes to tick. */

import { words } from "../words.js";
import { picks } from "./picks.js";

export const choose = picks({
  one: ({ most }) => most === 1,
  limit: ({ most }) => (most ? words("limit_most", { most }) : words("limit_none")),
  body: (field) => ({ most: field.number("most") }),
});
