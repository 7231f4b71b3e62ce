/** 方案比选: one of several. */

import { words } from "../words.js";
import { picks } from "./picks.js";

export const options = picks({ one: () => true, limit: () => words("limit_one") });
