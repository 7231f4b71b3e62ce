/* Reading a roster in: a bar while the file goes up, words while it is read line by line. Without it the page just waits. */
const form = document.querySelector("[data-roster-import]");
const progress = document.querySelector("[data-roster-progress]");

/** @param {string} words */
function say(words) {
  progress.hidden = false;
  progress.querySelector("[role=status]").textContent = words;
}

/** @param {string} words */
function release(words) {
  const button = form.querySelector("button[type=submit]");
  delete form.dataset.going;
  button.removeAttribute("aria-disabled");
  if (words) say(words);
  else progress.hidden = true;
}

/** What the page says of the mistakes, above the form; what was chosen stays chosen. @param {string} text */
function tell(text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const found = [...answer.querySelectorAll("main .error-summary, main .lead")].filter((one) => one.textContent.trim());
  for (const one of document.querySelectorAll("main .error-summary")) one.remove();
  const notes = found.filter((one) => one.classList.contains("error-summary"));
  const shown = notes.length ? notes : found.slice(0, 1);
  form.before(...shown.map((one) => document.importNode(one, true)));
  form.previousElementSibling?.scrollIntoView({ block: "center" });
  form.previousElementSibling?.focus();
}

/** @param {XMLHttpRequest} request */
function arrive(request) {
  if (request.status === 200 && request.responseURL && request.responseURL !== form.action) {
    window.location.assign(request.responseURL);
    return;
  }
  release("");
  tell(request.responseText);
}

/** @param {any} event */
function send(event) {
  event.preventDefault();
  event.stopPropagation();
  if (form.dataset.going) return;
  form.dataset.going = "yes";
  form.querySelector("button[type=submit]").setAttribute("aria-disabled", "true");
  const bar = progress.querySelector("progress");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) bar.value = Math.round((step.loaded / step.total) * 100);
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value"); // from here on nobody knows how long
    say(progress.dataset.checking);
  });
  request.addEventListener("load", () => arrive(request));
  request.addEventListener("error", () => release(progress.dataset.lost));
  bar.value = 0;
  say(progress.dataset.sending);
  request.open("POST", form.action);
  request.send(new FormData(form));
}

if (form && progress) form.addEventListener("submit", send);
