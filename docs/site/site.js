/* Search, and a button that copies a block of code. Without this script, pages are whole. */

const root = document.body.dataset.root;
const form = document.querySelector(".search");
const input = form.querySelector("input");
const list = form.querySelector("ol");
let loading;

/** The index, which is loaded when somebody is about to search. */
function loadIndex() {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${root}search_index.js`;
    script.addEventListener("load", () => resolve(globalThis.searchIndex));
    document.head.append(script);
  });
  return loading;
}

/** How well a row fits all words: 0 not at all; more where a name is the word, or begins with it. */
function scoreOf([text, where, , summary], words) {
  const title = text.toLowerCase();
  const rest = `${where} ${summary}`.toLowerCase();
  let score = 0;
  for (const word of words) {
    if (title === word) score += 100;
    else if (title.startsWith(word)) score += 50;
    else if (title.includes(word)) score += 20;
    else if (rest.includes(word)) score += 1;
    else return 0;
  }
  return score - title.length / 100;
}

async function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const index = await loadIndex();
  const rows = words.length === 0 ? [] : index.map((row) => ({ row, score: scoreOf(row, words) }))
    .filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).slice(0, 12);
  list.replaceChildren(...rows.map(({ row: [text, where, to] }) => {
    const link = document.createElement("a");
    link.href = root + to;
    link.append(text, Object.assign(document.createElement("small"), { textContent: where }));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  form.classList.toggle("empty", words.length > 0 && rows.length === 0);
}

form.hidden = false;
input.addEventListener("focus", loadIndex);
input.addEventListener("input", search);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
form.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    input.value = "";
    list.replaceChildren();
    input.blur();
  } else if (step !== undefined && links.length > 0) {
    event.preventDefault();
    const at = links.indexOf(document.activeElement) + step;
    (at < 0 ? input : links[Math.min(at, links.length - 1)]).focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea")) return;
  event.preventDefault();
  input.focus();
});

for (const block of document.querySelectorAll("pre:not(.output, .numbered)")) {
  if (navigator.clipboard === undefined) break;
  const button = Object.assign(document.createElement("button"), { textContent: "Copy" });
  button.className = "copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("code").textContent.trimEnd());
    button.textContent = "Copied";
    setTimeout(() => button.textContent = "Copy", 1500);
  });
  const frame = document.createElement("div");
  frame.className = "code";
  block.replaceWith(frame);
  frame.append(block, button);
}
