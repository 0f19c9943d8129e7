import { isoOfDay } from '../basics/day.js';
import { shown } from '../roster/issues.js';
import type { PlacementRow } from './outcome.js';

/**
 * The table of placements that can be searched, filtered, sorted and grouped. The rows stand in a block of data that no browser executes, texts
 * once and rows as their numbers: 100,000 people take about 8 MB. The script is the one below, allowed by its hash; without it the page still
 * shows the first rows as a plain table.
 */
export function explorerData(placements: readonly PlacementRow[]): string {
  const texts: string[] = [];
  const numberOf = new Map<string, number>();
  const text = (value: string | null): number => {
    const key = value ?? '';
    let number = numberOf.get(key);
    if (number !== undefined) return number;
    // What a page shows of a text is shown as it is: it has the same number.
    const said = shown(key);
    number = numberOf.get(said);
    if (number === undefined) {
      number = texts.push(said) - 1;
      numberOf.set(said, number);
    }
    if (said !== key) numberOf.set(key, number);
    return number;
  };
  const numberOfDay = new Map<number, number>();
  const dayText = (day: number): number => {
    let number = numberOfDay.get(day);
    if (number === undefined) numberOfDay.set(day, (number = text(isoOfDay(day))));
    return number;
  };
  const rows = placements.map((row) => {
    const cells = [
      text(row.studentId),
      text(row.kind),
      text(row.senderId),
      text(row.hostName ?? row.hostId ?? row.flowId),
      text(row.openingId),
      text(row.city),
      text(row.country),
      text(row.flowId),
      dayText(row.startDay),
      dayText(row.endDay),
      row.wishRank ?? 0,
      row.score,
      row.costCents,
    ];
    return `[${cells.join(',')}]`;
  });
  // `<` would end the block, the two line separators would break older readers.
  const shownTexts = JSON.stringify(texts).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<script type="application/json" id="plan-data">{"texts":${shownTexts},"rows":[${rows.join(',')}]}</script>`;
}

/** What the script fills; hidden until it runs. */
export const explorerHtml = `<section id="explorer" hidden aria-labelledby="explorer-title">
<h2 id="explorer-title">Who goes where</h2>
<form class="tools">
<label>Search <input id="search" type="search" autocomplete="off" spellcheck="false"></label>
<label>Sender <select id="by-sender"></select></label>
<label>City <select id="by-city"></select></label>
<label>Flow <select id="by-flow"></select></label>
<label>Group by <select id="group"><option value="">nothing</option><option value="2">sender</option><option value="3">host</option><option value="5">city</option><option value="7">flow</option></select></label>
</form>
<p id="found" class="soft" role="status"></p>
<div class="wide" tabindex="0" role="region" aria-label="Placements"><table id="rows"><thead><tr></tr></thead><tbody></tbody></table></div>
<p class="pages"><button type="button" id="previous">Previous</button> <span id="page"></span> <button type="button" id="next">Next</button></p>
</section>`;

/** Plain script of the page: builds text nodes only, so that no text of the roster can become markup. */
export const explorerScript = `'use strict';
(() => {
const data = JSON.parse(document.getElementById('plan-data').textContent);
const { texts, rows } = data;
const columns = [['Person',0],['Kind',1],['Sender',2],['Host or flow',3],['Opening',4],['City',5],['Country',6],['From',8],['To',9],['Wish',10],['Score',11],['Cost',12]];
const numeric = new Set([10,11,12]);
const pageSize = 100;
const byId = (id) => document.getElementById(id);
const cell = (row, k) => k === 12 ? money(row[k]) : k === 10 ? (row[k] === 0 ? '\\u2013' : String(row[k])) : k === 11 ? String(row[k]) : texts[row[k]];
const money = (cents) => { const whole = Math.floor(cents / 100), rest = String(cents % 100).padStart(2, '0'); return String(whole).replace(/\\B(?=(\\d{3})+$)/g, ',') + '.' + rest + ' \\u20ac'; };
const lower = texts.map((text) => text.toLowerCase());
let sort = null, down = false, page = 0, found = [];
const compare = (a, b) => { const k = sort; const d = numeric.has(k) ? a[k] - b[k] : texts[a[k]] < texts[b[k]] ? -1 : texts[a[k]] > texts[b[k]] ? 1 : 0; return down ? -d : d; };
function options(id, k) {
  const seen = [...new Set(rows.map((row) => row[k]))].filter((n) => texts[n] !== '').sort((a, b) => texts[a] < texts[b] ? -1 : 1);
  const select = byId(id);
  select.append(new Option('all', ''), ...seen.map((n) => new Option(texts[n], String(n))));
  if (seen.length === 0) select.closest('label').hidden = true;
}
function filter() {
  const words = byId('search').value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  const wanted = [['by-sender', 2], ['by-city', 5], ['by-flow', 7]].map(([id, k]) => [k, byId(id).value]).filter(([, value]) => value !== '').map(([k, value]) => [k, Number(value)]);
  const hits = words.map((word) => lower.map((text) => text.includes(word)));
  found = rows.filter((row) => wanted.every(([k, value]) => row[k] === value) && hits.every((hit) => { for (let k = 0; k < 10; k++) if (hit[row[k]]) return true; return false; }));
  const group = byId('group').value;
  if (sort !== null || group !== '') found = found.map((row, i) => [row, i]).sort((a, b) => { if (group !== '') { const k = Number(group), x = texts[a[0][k]], y = texts[b[0][k]]; if (x !== y) return x < y ? -1 : 1; } return (sort === null ? 0 : compare(a[0], b[0])) || a[1] - b[1]; }).map(([row]) => row);
  page = 0;
  draw();
}
function draw() {
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shown = found.slice(page * pageSize, (page + 1) * pageSize);
  const body = document.createElement('tbody');
  const group = byId('group').value;
  let last = null;
  const counts = new Map();
  if (group !== '') for (const row of found) counts.set(row[group], (counts.get(row[group]) || 0) + 1);
  for (const row of shown) {
    if (group !== '' && row[group] !== last) {
      last = row[group];
      const head = document.createElement('th');
      head.scope = 'rowgroup';
      head.colSpan = columns.length;
      head.textContent = (texts[last] || 'none') + ': ' + counts.get(last);
      body.insertRow().append(head);
    }
    const line = body.insertRow();
    for (const [, k] of columns) {
      const place = line.insertCell();
      if (numeric.has(k)) { place.className = 'number'; place.textContent = cell(row, k); }
      else { const name = document.createElement('bdi'); name.textContent = cell(row, k); place.append(name); }
    }
  }
  byId('rows').tBodies[0].replaceWith(body);
  byId('found').textContent = found.length + ' of ' + rows.length + ' placements';
  byId('page').textContent = 'page ' + (page + 1) + ' of ' + pages;
  byId('previous').disabled = page === 0;
  byId('next').disabled = page + 1 >= pages;
}
const head = byId('rows').tHead.rows[0];
for (const [name, k] of columns) {
  const th = document.createElement('th');
  th.scope = 'col';
  if (numeric.has(k)) th.className = 'number';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = name;
  button.addEventListener('click', () => {
    down = sort === k ? !down : false;
    sort = k;
    for (const other of head.cells) other.removeAttribute('aria-sort');
    th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    filter();
  });
  th.append(button);
  head.append(th);
}
options('by-sender', 2);
options('by-city', 5);
options('by-flow', 7);
for (const id of ['search', 'by-sender', 'by-city', 'by-flow', 'group']) byId(id).addEventListener('input', filter);
document.querySelector('form.tools').addEventListener('submit', (event) => event.preventDefault());
byId('previous').addEventListener('click', () => { page--; draw(); });
byId('next').addEventListener('click', () => { page++; draw(); });
filter();
byId('explorer').hidden = false;
const plain = byId('plain-rows');
if (plain !== null) plain.hidden = true;
})();
`;
