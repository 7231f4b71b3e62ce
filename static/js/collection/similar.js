/* While a resident writes: what is public and sounds alike, quietly below. Without this script a button asks. */
const PAUSE = 1200; // milliseconds without a key
const LEAST = 4; // signs that say something

/** @param {HTMLElement} place */
function start(place) {
  const form = place.closest("form");
  const field = form.elements.situation;
  const where = form.elements.place;
  let timer = 0;
  let asked = "";

  async function ask() {
    const words = `${field.value}\n${where.value}`;
    if ([...field.value.trim()].length < LEAST || words === asked) return;
    asked = words;
    const body = new FormData();
    for (const one of ["csrf_token", "situation", "place"]) body.append(one, form.elements[one].value);
    try {
      const answer = await fetch(place.dataset.similar ?? "", { method: "POST", credentials: "same-origin", body });
      if (answer.ok && words === asked) show(await answer.text());
    } catch {
      // Without a network nothing is shown; the form is not held up.
    }
  }

  /** @param {string} html */
  function show(html) {
    const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-similar-found]");
    place.replaceChildren(...(found ? [document.importNode(found, true)] : []));
  }

  function wait() {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  }

  field.addEventListener("input", wait);
  where.addEventListener("input", wait);
}

document.querySelectorAll("[data-similar]").forEach(start);
