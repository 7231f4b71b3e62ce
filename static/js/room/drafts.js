/** What is being typed belongs to the motion (or item) that it was meant for, and is never shown under another. */

import * as kept from "../components/kept.js";
import { $, say } from "./dom.js";

/**
 * The drafts of one form. `matter()` names what the form is about now (`null`: nothing that it could be sent to);
 * without it the form is always about the same thing. Kept in the tab, so that a reload loses nothing.
 */
export class Drafts {
  /** @param {{ form: any, place: string, matter?: any }} given */
  constructor({ form, place, matter = null }) {
    this.form = form;
    this.place = `motion-draft:${place}`; // another form than components/draft.js keeps, so another name
    this.matter = matter;
    this.about = matter ? null : "";
    this.kept = JSON.parse(kept.get(this.place) ?? "{}");
    form.addEventListener("input", () => {
      this.keep();
      say($("[data-saved]", form), ""); // what was said of the last text does not belong to this one
    });
    if (!matter) this.fill();
  }

  keep() {
    if (this.about === null) return;
    this.kept[this.about] = fieldsOf(this.form);
    this.save();
  }

  save() {
    kept.set(this.place, JSON.stringify(this.kept));
  }

  /** @param {any} about */
  drop(about) {
    delete this.kept[about];
    this.save();
  }

  /** Another motion has come: its own draft, or an empty form. Answers whether it is another. */
  settle() {
    const about = this.matter ? this.matter() : "";
    if (about === this.about) return false;
    this.about = about;
    this.fill();
    return true;
  }

  fill() {
    const fields = this.about === null ? null : (this.kept[this.about] ?? null);
    for (const area of this.form.querySelectorAll("textarea")) {
      area.value = fields?.[area.name] ?? "";
      delete area.dataset.amends; // an amendment's draft for this motion is nobody else's text
    }
    for (const [name, value] of Object.entries(fields ?? {})) if (this.form.elements[name]) this.form.elements[name].value = value;
    const fold = this.form.closest("details");
    if (fold && !this.form.hasAttribute("data-stay")) fold.open = Boolean(fields?.text);
  }

  /**
   * Texts whose matter is over: `[{about, text}]`. `isOver(about)` judges.
   * @param {(about: any) => boolean} isOver
   */
  leftovers(isOver) {
    return Object.entries(this.kept)
      .filter(([about, fields]) => about !== String(this.about ?? "") && fields.text && isOver(Number(about)))
      .map(([about, fields]) => ({ about: Number(about), text: fields.text }));
  }
}

/** @param {HTMLFormElement} form */
export function fieldsOf(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}
