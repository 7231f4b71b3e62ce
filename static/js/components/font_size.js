/* 字号: loaded in the head without defer, so that the page appears in the remembered size at once. */
(() => {
  const KEY = "font-size";
  const root = document.documentElement;

  // A cookie: signing out clears the browser's storage, and the size belongs to the device, not to who used it.
  const YEAR = 365 * 24 * 3600;
  const remembered = () => document.cookie.match(/(?:^|; )font-size=(normal|large|xlarge)(?:;|$)/)?.[1] ?? "normal";

  /** @param {string} size */
  const show = (size) => {
    root.classList.toggle("type-large", size === "large");
    root.classList.toggle("type-xlarge", size === "xlarge");
    for (const button of document.querySelectorAll("[data-font-size]")) {
      button.setAttribute("aria-pressed", String(button.dataset.fontSize === size));
    }
  };

  root.classList.add("js");
  show(remembered());
  document.addEventListener("DOMContentLoaded", () => show(remembered()));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-font-size]") : null;
    if (!button) return;
    // biome-ignore lint/suspicious/noDocumentCookie: CookieStore is missing in the browsers that WeChat brings along
    document.cookie = `${KEY}=${button.dataset.fontSize}; path=/; max-age=${YEAR}; samesite=lax`;
    show(button.dataset.fontSize);
  });
})();
