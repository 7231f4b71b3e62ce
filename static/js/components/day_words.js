/* Under a date field: the day in our own words, with its weekday, whatever language the browser writes it in. */
const WEEK = "日一二三四五六";

/** @param {string} value */
function words(value) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!found) return "";
  const [year, month, day] = found.slice(1).map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return `${year}年${month}月${day}日（周${WEEK[weekday]}）`;
}

/** Watch every date field that has a line for its words. */
export function start() {
  for (const line of document.querySelectorAll("[data-said-for]")) {
    const field = document.getElementById(line.dataset.saidFor);
    const tell = () => {
      line.textContent = words(field.value);
    };
    field?.addEventListener("input", tell);
    field?.addEventListener("change", tell);
    if (field) tell(); // a draft or the browser may have brought back another day
  }
}
