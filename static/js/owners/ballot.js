// The stub's QR code carries the code behind a #, which never reaches the server by itself: fill it in, forget it.
const form = document.querySelector("[data-code-form]");
const code = decodeURIComponent(location.hash.slice(1));

if (form && code) {
  form.elements.code.value = code;
  history.replaceState(null, "", location.pathname);
}
