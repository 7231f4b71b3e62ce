/* As much of a page as the logic of static/js asks for: a tab that keeps things, an owner, words, a network.

   Import it before anything of static/js, which looks at the page while it is loaded. */

/** What the tab keeps; a plain object with the methods of `sessionStorage`, whose keys are its own. */
class Tab {
  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }

  setItem(name, text) {
    this[name] = String(text);
  }

  removeItem(name) {
    delete this[name];
  }

  clear() {
    for (const name of Object.keys(this)) delete this[name];
  }
}

export const tab = new Tab();

/** What the network answers: `answer(url, options)`, which may throw. Every question is noted in `asked`. */
export const network = {
  asked: [],
  answer: async () => {
    throw new TypeError("no network");
  },
};

const listeners = () => ({ addEventListener: () => {} });

globalThis.document = /** @type {any} */ ({
  ...listeners(),
  body: { dataset: { owner: "a1" } },
  hidden: false,
  getElementById: () => null,
  querySelector: () => null,
});
globalThis.window = /** @type {any} */ ({
  ...listeners(),
  sessionStorage: tab,
  crypto: globalThis.crypto,
  location: {
    reloads: 0,
    reload() {
      this.reloads += 1;
    },
  },
});
globalThis.sessionStorage = /** @type {any} */ (tab);
globalThis.fetch = async (url, options = {}) => {
  network.asked.push({ url: String(url), body: options.body ? JSON.parse(String(options.body)) : null });
  const told = await network.answer(String(url), options);
  return /** @type {any} */ ({ status: 200, json: async () => told });
};

/** Let everything happen that waits for nothing but its turn. */
export async function settle() {
  for (let each = 0; each < 40; each += 1) await Promise.resolve();
}

/** A field of a form. */
export function field(name, value = "", type = "text") {
  const given = { name, type, value, checked: false, tagName: type === "textarea" ? "TEXTAREA" : "INPUT" };
  return { ...given, dataset: {}, dispatchEvent: () => true };
}

/** A form of such fields, found by its name; `dataset` as its template would write it. */
export function form(fields, dataset = {}) {
  const heard = {};
  const elements = Object.assign([...fields], Object.fromEntries(fields.map((one) => [one.name, one])));
  return {
    elements,
    dataset,
    addEventListener: (name, act) => {
      heard[name] = act;
    },
    querySelectorAll: (selector) => (selector === "textarea" ? fields.filter((one) => one.type === "textarea") : []),
    querySelector: () => null,
    closest: () => null,
    hasAttribute: () => false,
    /** Somebody types into the field. */
    type(name, text) {
      elements[name].value = text;
      heard.input?.({});
    },
  };
}

globalThis.FormData = /** @type {any} */ (
  class {
    constructor(from) {
      this.from = from;
    }

    *[Symbol.iterator]() {
      for (const one of this.from.elements) yield [one.name, one.value];
    }
  }
);
