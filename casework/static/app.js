// Comfort only: every page works without this file.
"use strict";

// Keys: "/" goes to the search field, "?" lists the keys, Escape closes what is open.
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.matches("textarea")) {
    event.target.form?.requestSubmit(event.target.form.querySelector("button.primary"));
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const find = document.getElementById("find");
  const keys = document.getElementById("keys");
  if (event.key === "Escape") {
    const open = event.target.closest("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (event.target === find) find.blur();
    return;
  }
  if (typing(event.target)) return;
  if (event.key === "/" && find) {
    event.preventDefault();
    find.select();
  }
  if (event.key.toLowerCase() === "p") document.querySelector("[data-newest-paper]")?.click();
  if (event.key === "?" && keys && !keys.open) keys.showModal();
});

// On a narrow screen the menu is a strip: the page that is open is brought into sight.
const here = document.querySelector(".side [aria-current]");
if (here) here.closest(".side").scrollLeft = here.offsetLeft - 24;

// What scrolls sideways can be reached by the keyboard, for as long as it does.
const scrolling = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    const scrolls = target.scrollWidth > target.clientWidth + 1 && getComputedStyle(target).overflowX === "auto";
    if (scrolls) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const one of document.querySelectorAll(".box, .wide-table, table.list, .chapter table")) scrolling.observe(one);

// The whole row of a list opens its case.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, select, label")) return;
  if (String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
  else location.href = row.dataset.href;
});

// "j" and "k" go from row to row of a list, "x" ticks the one that is in focus; Enter opens it, as it opens any link.
document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if ((!step && event.key !== "x") || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const rows = [...document.querySelectorAll("tr[data-href]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (step) rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.querySelector("a").focus();
  else rows[at]?.querySelector("[name=pick]")?.click();
});

// A choice that filters a list takes effect at once.
for (const select of document.querySelectorAll("[data-submit]")) {
  select.form.querySelector("button").hidden = true;
  select.addEventListener("change", () => select.form.requestSubmit());
}

// The facts that an answer needs follow the chosen result in place; what was typed stays.
const reload = async (form) => {
  const asked = new URLSearchParams({ act: form.dataset.act });
  for (const field of form.querySelectorAll("[data-reloads]")) asked.set(field.name, field.value);
  const answer = await fetch(`${location.pathname}?${asked}`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`[data-facts="${form.dataset.act}"]`);
  const present = form.querySelector("[data-facts]");
  if (!fresh) return;
  const typed = new Map([...present.querySelectorAll("[name]")].map((one) => [one.name, one.value]));
  for (const one of fresh.querySelectorAll("[name]")) {
    if (typed.get(one.name)) one.value = typed.get(one.name);
  }
  present.replaceWith(document.adoptNode(fresh));
};

for (const form of document.querySelectorAll("form[data-act]")) {
  if (!form.querySelector("[data-reloads]")) continue;
  form.querySelector(".reload").hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-reloads]")) reload(form);
  });
}

// A link to an act opens its form in place; what was typed into another one stays.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".next-acts a[href*='#act-']");
  const act = link && document.getElementById(link.hash.slice(1));
  if (!act || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  act.open = true;
  act.scrollIntoView({ block: "start" });
});

// What an act will change is said above its button as soon as the form is filled in; trying writes nothing.
const tryOut = async (form) => {
  if (!form.checkValidity()) return;
  const typed = new URLSearchParams(new FormData(form));
  typed.set("try", "1");
  const sent = String(typed);
  form.dataset.tried = sent;
  const answer = await fetch(form.action, { method: "POST", body: typed });
  if (!answer.ok || form.dataset.tried !== sent) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`[data-preview="${form.dataset.act}"]`);
  form.querySelector("[data-preview]")?.remove();
  if (fresh) form.querySelector(".consequence").before(document.adoptNode(fresh));
};

for (const form of document.querySelectorAll("details.act form[data-act]")) {
  if (form.querySelector("[type=file]")) continue;
  form.addEventListener("change", () => tryOut(form));
}

// An opened form is ready for typing; what is wrong is read first.
const refused = document.querySelector(".notice.stop[role=alert]");
for (const act of document.querySelectorAll("details.act")) {
  let first = act.open && refused;
  act.addEventListener("toggle", () => {
    if (first) first = false;
    else if (act.open) act.querySelector(".fields :is(select, textarea, input:not([type=date]))")?.focus();
  });
}

// The tape says the day under the pointer or the keyboard.
for (const tape of document.querySelectorAll(".tape")) {
  const days = [...tape.querySelectorAll(".weeks .day[title]")];
  const said = tape.querySelector(".said");
  let at = Math.max(0, days.findIndex((day) => day.matches(".today")));
  const say = (n) => {
    if (!days[n]) return;
    days[at].classList.remove("at");
    at = n;
    days[at].classList.add("at");
    said.textContent = days[at].title;
  };
  tape.addEventListener("focus", () => say(at));
  tape.addEventListener("blur", () => days[at].classList.remove("at"));
  tape.addEventListener("pointerover", (event) => {
    const day = event.target.closest(".weeks .day[title]");
    if (day) say(days.indexOf(day));
  });
  tape.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!step) return;
    event.preventDefault();
    say(at + step);
  });
}

// A form is sent once; the server is safe against a second time all the same.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
