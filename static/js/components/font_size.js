/* 字号: loaded in the head without defer, so that the page appears in the remembered size at once. */
(() => {
  const KEY = "font-size";
  const root = document.documentElement;

  const remembered = () => {
    try {
      return window.localStorage.getItem(KEY) || "normal";
    } catch {
      return "normal"; // storage may be forbidden; the page then starts in the standard size
    }
  };

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
    try {
      window.localStorage.setItem(KEY, button.dataset.fontSize);
    } catch {
      /* shown now, only not remembered */
    }
    show(button.dataset.fontSize);
  });
})();
