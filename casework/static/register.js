// Comfort only: the form works without this file. What is typed is kept on the server; nothing stays in the browser.
"use strict";

const form = document.querySelector("form[data-draft]");
const PAUSE = 600; // milliseconds without a key before what was typed is sent
let waiting;
let running;

// What is doubtful is said at its field as well as in the list beside the form.
const place = () => {
  for (const old of form.querySelectorAll(".doubt")) old.remove();
  for (const doubt of document.querySelectorAll("#beside [data-for]")) {
    const field = form.elements[doubt.dataset.for];
    if (!field?.closest) continue;
    const said = document.createElement("small");
    said.className = "doubt";
    said.textContent = doubt.lastChild.textContent.trim();
    field.closest(".field").append(said);
  }
};

const lost = (sentence) => {
  const said = document.querySelector("#beside [role=status]");
  said.textContent = sentence;
  said.className = "notice stop";
};

const keep = async () => {
  running?.abort();
  running = new AbortController();
  const typed = new URLSearchParams(new FormData(form));
  typed.set("beside", "1");
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: typed, signal: running.signal });
    if (answer.status === 401) {
      lost("登录已过期，刚才填写的还没有保存。请不要关闭本页：在另一个窗口重新登录，再回到这里继续；直接提交也会先请您登录，内容不会丢失。");
    } else if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("beside").replaceWith(document.adoptNode(page.getElementById("beside")));
      place();
    } else lost("草稿没有保存成功，请不要关闭本页；可以继续填写并登记。");
  } catch (error) {
    if (error.name !== "AbortError") lost("连接不上服务器，草稿没有保存；请不要关闭本页，稍后继续。");
  }
};

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
});
place();
form.addEventListener("submit", () => {
  clearTimeout(waiting);
  running?.abort();
});
