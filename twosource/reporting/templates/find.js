"use strict";
const box = document.getElementById("find"), list = document.getElementById("hits"), told = document.getElementById("told");
const words = document.getElementById("words"), kind = document.getElementById("kind"), outlet = document.getElementById("outlet");
const since = document.getElementById("since"), until = document.getElementById("until"), apart = document.getElementById("apart");
const MOST = 200, LABELS = {articles: "article", stories: "story", names: "name"};
const entries = [], outlets = new Set();
let waiting = 0;

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function found(name, rows) {
  for (const row of rows) {
    entries.push({name, row, text: plain(row[1] + " " + row[2] + " " + row[5])});
    if (name === "articles" && row[2]) outlets.add(row[2]);
  }
}

function fits(entry, wanted) {
  const [, , where, day, , , stands] = entry.row;
  return (!kind.value || entry.name === kind.value)
    && (!outlet.value || where.split("; ").includes(outlet.value))
    && (!since.value || day >= since.value)
    && (!until.value || (day !== "" && day.slice(0, 10) <= until.value))
    && (!apart.checked || stands === 1)
    && wanted.every(word => entry.text.includes(word));
}

function show() {
  const wanted = plain(words.value).split(/\s+/).filter(Boolean);
  const narrowed = wanted.length || kind.value || outlet.value || since.value || until.value || apart.checked;
  const hits = narrowed ? entries.filter(entry => fits(entry, wanted)) : [];
  hits.sort((a, b) => b.row[3].localeCompare(a.row[3]));
  list.replaceChildren(...hits.slice(0, MOST).map(({name, row: [path, title, where, day, size]}) => {
    const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("p");
    item.className = "story";
    link.className = "headline";
    link.href = path;
    link.textContent = title;
    note.className = "meta";
    note.textContent = [LABELS[name], where, day, size].filter(Boolean).join(" · ");
    item.append(link, note);
    return item;
  }));
  const of = `of ${entries.length} entries` + (waiting ? `, ${waiting} months still to be read` : "");
  told.textContent = !narrowed ? `Type a word, or choose: ${of.slice(3)}.`
    : `${hits.length} ${of} fit` + (hits.length > MOST ? `; the latest ${MOST} are shown.` : ".");
}

function ready() {
  waiting -= 1;
  if (waiting % 12 === 0) {
    const chosen = outlet.value;
    outlet.replaceChildren(new Option("all", ""), ...[...outlets].sort().map(name => new Option(name, name)));
    outlet.value = chosen;
    show();
  }
}

for (const path of box.dataset.read.split(" ")) {
  const script = document.createElement("script");
  waiting += 1;
  script.onload = script.onerror = ready;
  script.src = path;
  document.head.append(script);
}
for (const field of [words, kind, outlet, since, until, apart]) field.addEventListener("input", show);
box.hidden = false;
words.focus();
show();
