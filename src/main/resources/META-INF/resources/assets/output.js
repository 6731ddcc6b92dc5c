/**
 * What running steps say, as the stream tells it. The stream begins with all that was said so far,
 * so what it tells replaces what the page brought along.
 */

const MOST_LINES = 2000;
const said = new Map();
let seen = '';

/** The stream begins anew and will tell everything again. */
export function restart() {
  said.clear();
}

/** Takes lines of one attempt; true when the page has no place for them yet. */
export function hear({ path, iteration, attempt, lines }) {
  const key = `${path}/${iteration}/${attempt}`;
  const known = said.get(key);
  const all = [...(known ?? []), ...lines].slice(-MOST_LINES);
  said.set(key, all);
  const pane = document.getElementById('output-text');
  if (!pane || pane.dataset.key !== key) return !pane;
  following(pane, () => (known ? append(pane, lines) : replace(pane, all)));
  return false;
}

/** Whether the pane shows what the stream told: then the server's copy has nothing to add. */
export function holds(old, fresh) {
  return old.id === 'output-text' && old.dataset.key === fresh.dataset.key && said.has(old.dataset.key);
}

/** After the page was painted: a pane that is new gets what the stream told before. */
export function fill() {
  const pane = document.getElementById('output-text');
  const lines = pane && said.get(pane.dataset.key);
  if (lines && pane.querySelectorAll('.l').length < lines.length) replace(pane, lines);
  if (pane && seen !== pane.dataset.key) {
    seen = pane.dataset.key;
    pane.scrollTop = pane.scrollHeight;
  }
}

function replace(pane, lines) {
  for (const old of pane.querySelectorAll('.l')) old.remove();
  append(pane, lines);
}

function append(pane, lines) {
  const end = pane.querySelector('.caret');
  for (const line of lines) pane.insertBefore(row(pane, line), end);
  while (pane.childElementCount > MOST_LINES) pane.firstElementChild.remove();
}

/** Always text, never markup. */
function row(pane, { stream, text, at }) {
  const seconds = (Date.parse(at) - Number(pane.dataset.from)) / 1000;
  const row = span('l');
  row.append(span('t', `${seconds.toFixed(2)} `), stream === 'stderr' ? span('e', text) : text, '\n');
  return row;
}

function span(css, text = '') {
  const element = document.createElement('span');
  element.className = css;
  element.textContent = text;
  return element;
}

/** The end stays in sight until the reader scrolls up. */
function following(pane, change) {
  const atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 24;
  change();
  if (atEnd) pane.scrollTop = pane.scrollHeight;
}
