"use strict";
/* The pages work without this; with it they are driven by keys, and an act does not load the page anew. */

const main = document.getElementById("main");
const live = document.getElementById("live");
let current = "";
let asked = 0;

const cells = () => [...main.querySelectorAll("#grid a[data-cell]")];
const linkOf = (cell) => cells().find((link) => link.dataset.cell === cell);

/* The server's answer; nothing where it is not there any more, which is said. */
function ask(address, options) {
  return fetch(address, options).catch((error) => {
    live.textContent = String(error);
  });
}

/* What the server answers takes the place of what is shown. */
function show(page, address) {
  const wanted = new DOMParser().parseFromString(page, "text/html");
  const fresh = wanted.getElementById("main");
  if (!fresh) {
    live.textContent = wanted.body.textContent.trim();
    return;
  }
  const old = { grid: main.querySelector(".reading > .scroll"), pictures: main.querySelector(".pictures") };
  const places = [old.grid, old.pictures].map((one) => (one ? [one.scrollLeft, one.scrollTop] : [0, 0]));
  asked++;
  main.replaceChildren(...fresh.childNodes);
  document.title = wanted.title;
  history.replaceState(null, "", address);
  [".reading > .scroll", ".pictures"].forEach((name, number) => {
    const one = main.querySelector(name);
    if (one) [one.scrollLeft, one.scrollTop] = places[number];
  });
  begin();
  const said = main.querySelector("#said");
  const sums = main.querySelector("#sums");
  live.textContent = [said, sums].map((one) => (one && !one.hidden ? one.textContent.trim() : "")).join(" ");
}

/* The next figure that nobody has looked at, behind the one that was just accepted or else from the beginning. */
function nextOpen() {
  const all = cells();
  const place = all.findIndex((link) => link.dataset.cell === current);
  return [...all.slice(place + 1), ...all.slice(0, place)].find((link) => link.closest("td.open"));
}

async function send(form) {
  if (document.body.classList.contains("working")) return;
  document.body.classList.add("working");
  live.textContent = live.dataset.working;
  const answer = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (answer) show(await answer.text(), answer.url);
  document.body.classList.remove("working");
  const link = (form.dataset.act === "accept" && nextOpen()) || linkOf(current);
  (link || main).focus();
}

/* The focused cell on the picture, and all that is known of it. */
async function choose(link) {
  current = link.dataset.cell;
  for (const one of cells()) one.toggleAttribute("aria-current", one === link);
  link.setAttribute("aria-current", "true");
  for (const box of main.querySelectorAll("rect")) {
    const chosen = box.dataset.cell === current;
    box.classList.toggle("focused", chosen);
    if (chosen) bringIntoSight(box);
  }
  for (const field of main.querySelectorAll('form input[name="cell"]')) field.value = current;
  const number = ++asked;
  const answer = await ask(link.dataset.url);
  if (number === asked && answer?.ok) main.querySelector("#cell").innerHTML = await answer.text();
}

/* Within its frame only: the page itself must not jump away from the figure. */
function bringIntoSight(box) {
  const frame = box.closest(".pictures");
  const [inner, outer] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) frame.scrollTop += inner.top - outer.top - outer.height / 3;
  if (inner.left < outer.left || inner.right > outer.right) frame.scrollLeft += inner.left - outer.left - outer.width / 3;
}

function edit(link) {
  const input = document.createElement("input");
  input.value = link.dataset.value;
  input.setAttribute("aria-label", link.textContent.trim());
  const back = () => { input.replaceWith(link); link.focus(); };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); back(); }
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    const form = document.createElement("form");
    form.action = location.pathname;
    for (const [name, value] of [["act", "correct"], ["field", "value_raw"], ["cell", link.dataset.cell], ["right", input.value]]) {
      const field = document.createElement("input");
      [field.name, field.value] = [name, value];
      form.append(field);
    }
    back();
    send(form);
  });
  link.replaceWith(input);
  input.focus();
  input.select();
}

/* The nearest figure in the direction of the key, by where the cells stand on the screen. */
function neighbour(link, key) {
  const from = link.getBoundingClientRect();
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  let best = null;
  let least = Infinity;
  for (const one of cells()) {
    const to = one.getBoundingClientRect();
    const dx = (to.left + to.right - from.left - from.right) / 2;
    const dy = (to.top + to.bottom - from.top - from.bottom) / 2;
    const [along, beside] = across ? [dx * sign, Math.abs(dy)] : [dy * sign, Math.abs(dx)];
    const distance = along + 20 * beside;
    if (along > 4 && distance < least) [best, least] = [one, distance];
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const link = event.target.closest("#grid a[data-cell]");
  if (link && event.key.startsWith("Arrow")) {
    event.preventDefault();
    neighbour(link, event.key)?.focus();
  } else if (link && event.key === "Enter") {
    event.preventDefault();
    edit(link);
  } else if (event.key === "n" || event.key === "p") {
    main.querySelector(`a[data-key="${event.key}"]`)?.click();
  } else {
    const act = { a: "accept", A: "accept_all", x: "aside", u: "undo" }[event.key];
    const button = act && main.querySelector(`form[data-act="${act}"] button:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit();
  }
});

main.addEventListener("focusin", (event) => {
  const link = event.target.closest("#grid a[data-cell]");
  if (link && link.dataset.cell !== current) choose(link);
});

main.addEventListener("click", (event) => {
  const box = event.target.closest("rect[data-cell]");
  const link = event.target.closest("#grid a[data-cell]") || (box && linkOf(box.dataset.cell));
  if (!link) return;
  event.preventDefault();
  link.focus();
});

main.addEventListener("dblclick", (event) => {
  const link = event.target.closest("#grid a[data-cell]");
  if (link) edit(link);
});

main.addEventListener("submit", (event) => {
  if (event.target.id === "upload") return;
  event.preventDefault();
  send(event.target);
});

/* Files dropped anywhere on the page. */
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  main.querySelector("#upload")?.classList.add("over");
});
document.addEventListener("dragleave", () => main.querySelector("#upload")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const form = main.querySelector("#upload");
  if (!form || !event.dataTransfer.files.length) return;
  form.elements.pdfs.files = event.dataTransfer.files;
  form.requestSubmit();
});

async function watch(line) {
  const answer = await ask(line.dataset.url);
  if (!answer?.ok) return;
  const progress = await answer.json();
  line.querySelector("span").textContent = progress.text;
  [line.querySelector("progress").value, line.querySelector("progress").max] = [progress.read, progress.wanted];
  if (progress.busy) setTimeout(watch, 700, line);
  else {
    const page = await ask(location.href);
    if (page?.ok) show(await page.text(), location.href);
  }
}

function begin() {
  const line = main.querySelector("#progress");
  if (line && line.dataset.busy) watch(line);
  const link = main.querySelector("#grid a[aria-current]");
  current = link ? link.dataset.cell : "";
}

begin();
main.querySelector("#grid a[aria-current]")?.focus({ preventScroll: true });
