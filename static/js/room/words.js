/** Sentences of the page, from the template `words` (so that they can be translated like every other text). */

const sentences = new Map();
for (const node of document.getElementById("words")?.content.querySelectorAll("[data-word]") ?? []) {
  sentences.set(node.dataset.word, node.textContent.trim());
}

/**
 * The sentence called `name` with its `{fields}` filled.
 * @param {string} name @param {Record<string, any>} [facts]
 */
export function words(name, facts = {}) {
  const sentence = sentences.get(name) ?? name;
  /** @param {string} whole @param {string} field */
  const filled = (whole, field) => (field in facts ? String(facts[field]) : whole);
  return sentence.replace(/\{(\w+)\}/g, filled);
}

/** @type {Record<string, string>} */
export const SIGNS = { AGREE: "✓", OPPOSE: "✕", ABSTAIN: "—", NOT_CAST: "·" };

/** ✓ 同意 @param {string} choice */
export function choiceText(choice) {
  return `${SIGNS[choice]} ${words(choice)}`;
}

/** 19:42:07 of a moment in ISO 8601, in Beijing. @param {string} moment @param {boolean} [seconds] */
export function clockTime(moment, seconds = true) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false };
  if (seconds) options.second = "2-digit";
  return new Intl.DateTimeFormat("zh-CN", options).format(new Date(moment));
}

/** 2026年3月10日（周二）19:00 @param {string} moment */
export function momentText(moment) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric", weekday: "short" };
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("zh-CN", options).formatToParts(new Date(moment)).map((p) => [p.type, p.value]),
  );
  const month = parts.month.replace("月", "");
  return `${parts.year}年${month}月${parts.day}日（${parts.weekday}）${clockTime(moment, false)}`;
}
