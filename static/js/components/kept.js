/* What a page keeps in this tab: drafts of forms, a ballot that is under way. It belongs to whoever typed it.

   Every key carries the owner that the page names (an account, a seat; empty: nobody is signed in). Whoever comes
   next finds nothing of it: signing out clears the tab, a page of another account or seat throws away what is not
   its own, and nothing is kept longer than two hours after it was typed, so that a time-out followed by the same
   person's sign-in loses nothing. */
const LONGEST_MS = 2 * 3600 * 1000;
const MARK = "kept|";
const owner = document.body.dataset.owner ?? "";

function tab() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // storage may be forbidden; forms then work without drafts
  }
}

/** @param {string} key */
const place = (key) => `${MARK}${owner}|${key}`;

/** @param {string} name */
function read(name) {
  try {
    return JSON.parse(tab()?.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/** The text kept under a key, or `null`. @param {string} key */
export const get = (key) => read(place(key))?.text ?? null;

/** @param {string} key @param {string} text */
export function set(key, text) {
  try {
    tab()?.setItem(place(key), JSON.stringify({ at: Date.now(), text }));
  } catch {
    /* full: the form itself still holds everything */
  }
}

/** @param {string} key */
export const remove = (key) => tab()?.removeItem(place(key));

/** The keys of the owner of this page that begin with `prefix`. @param {string} prefix */
export const keys = (prefix) =>
  Object.keys(tab() ?? {}).filter((name) => name.startsWith(place(prefix))).map((name) => name.slice(place("").length));

/**
 * A word of the tab itself, not of its owner: what was sent last. Asked once, then gone.
 * @param {string} name @param {string} [text]
 */
export function pass(name, text) {
  if (text !== undefined) return tab()?.setItem(name, text);
  const found = tab()?.getItem(name) ?? null;
  tab()?.removeItem(name);
  return found;
}

function sweep() {
  for (const name of Object.keys(tab() ?? {})) {
    if (!name.startsWith(MARK)) continue;
    const [, whose] = name.split("|");
    const foreign = owner !== "" && whose !== "" && whose !== owner;
    if (foreign || Date.now() - (read(name)?.at ?? 0) > LONGEST_MS) tab()?.removeItem(name);
  }
}

sweep();
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.action.endsWith("/logout")) tab()?.clear();
});
