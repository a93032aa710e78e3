// Many files are sent some at a time, so that the page says how far it is. Without this file they go in one piece.
"use strict";

const AT_ONCE = 10;
const form = document.querySelector("form[data-filing]");

// What came of the files sent so far, put together as the page shows one piece.
const together = (sections) => {
  const all = sections.flatMap((one) => [...one.querySelectorAll("[data-came]")]);
  const came = (word) => all.filter((one) => one.dataset.came === word);
  const [wrong, sound] = [came("wrong"), all.filter((one) => one.dataset.came !== "wrong")];
  const done = came("taken").length;
  const section = document.importNode(sections[0], false);
  const heading = document.createElement("h2");
  heading.textContent =
    `共${all.length}份：` +
    [
      done ? `导入${done}份` : sound.length ? `${sound.length}份检查通过，没有写入` : "",
      wrong.length ? `${wrong.length}份有错误，没有导入` : "",
    ]
      .filter(Boolean)
      .join("，");
  section.append(heading, ...wrong);
  if (sound.length) {
    const folded = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = `没有错误的${sound.length}份`;
    folded.append(summary, ...sound);
    section.append(folded);
  }
  return section;
};

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

form?.addEventListener("submit", async (event) => {
  const files = [...form.elements.file.files];
  if (files.length <= AT_ONCE || form.elements.of.value) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const place = form.querySelector("[data-progress]");
  const [bar, said] = [place.querySelector("progress"), place.querySelector("output")];
  const only = event.submitter?.name === "try";
  const buttons = form.querySelectorAll("button");
  place.hidden = false;
  bar.max = files.length;
  for (const one of buttons) one.disabled = true;
  document.getElementById("taken")?.remove();
  const sections = [];
  let fault = "";
  for (let at = 0; at < files.length && !fault; at += AT_ONCE) {
    bar.value = at;
    said.textContent = `已${only ? "检查" : "导入"}${at}份，共${files.length}份；请不要离开本页。`;
    const sent = new FormData();
    for (const one of files.slice(at, at + AT_ONCE)) sent.append("file", one, one.name);
    sent.append("some", "1");
    if (only) sent.append("try", "1");
    try {
      const page = await parsed(await fetch(form.action, { method: "POST", body: sent }));
      const section = page.getElementById("taken");
      if (section) sections.push(section);
      else fault = page.querySelector(".notice.stop, main p")?.textContent.trim() || "没有收到结果。";
    } catch {
      fault = "连接中断。";
    }
  }
  const through = sections.reduce((sum, one) => sum + one.querySelectorAll("[data-came]").length, 0);
  bar.value = through;
  said.textContent = fault ? `${fault}前${through}份已有结果，其余没有送出；请重新选择其余的文件。` : `${through}份全部完成。`;
  // The lists of the page as they are now, with what came of the files below the form.
  if (!only) {
    const fresh = await parsed(await fetch(form.action));
    const parts = (page) => [...page.querySelectorAll(".tally, main > section:not(#taken)")];
    const now = parts(fresh);
    parts(document).forEach((old, n) => now[n] && old.replaceWith(document.importNode(now[n], true)));
  }
  if (sections.length) form.after(together(sections));
  for (const one of buttons) one.disabled = false;
  delete form.dataset.busy;
});
