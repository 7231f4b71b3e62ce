/** The question before an act that cannot be undone, and the place for its reason. */

import { $, say, show } from "./dom.js";

/**
 * Ask in the dialog of the page. Resolves to `null` (no), or to `{reason}` (yes).
 * @param {HTMLDialogElement} dialog
 * @param {{sentence: string, reason: boolean}} question
 */
export function ask(dialog, { sentence, reason }) {
  const field = $("textarea", dialog);
  say($("[data-ask-sentence]", dialog), sentence);
  show($("[data-ask-reason]", dialog), reason);
  field.required = reason;
  field.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "yes" ? { reason: field.value.trim() } : null),
      { once: true },
    );
  });
}
