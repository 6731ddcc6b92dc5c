/**
 * What running steps say, as the stream tells it. The stream begins with all that was said so far,
 * so what it tells replaces what the page brought along.
 */

const MOST_LINES = 2000;
const said = new Map();

/** The stream begins anew and will tell everything again. */
export function restart() {
  said.clear();
}

/** Takes a line; true when the page has no place for it yet. */
export function hear(line) {
  const key = `${line.path}/${line.iteration}/${line.attempt}`;
  const lines = said.get(key) ?? [];
  const first = lines.length === 0;
  said.set(key, lines);
  lines.push(line);
  if (lines.length > MOST_LINES) lines.shift();
  const pane = document.getElementById('output-text');
  if (!pane || pane.dataset.key !== key) return !pane;
  following(pane, () => (first ? replace(pane, lines) : append(pane, line)));
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
  if (pane && pane.dataset.seen !== pane.dataset.key) {
    pane.dataset.seen = pane.dataset.key;
    pane.scrollTop = pane.scrollHeight;
  }
}

function replace(pane, lines) {
  for (const old of pane.querySelectorAll('.l')) old.remove();
  for (const line of lines) append(pane, line);
}

function append(pane, line) {
  const seconds = (Date.parse(line.at) - Number(pane.dataset.from)) / 1000;
  const row = span('l');
  const text = line.stream === 'stderr' ? span('e', line.text) : document.createTextNode(line.text);
  row.append(span('t', `${seconds.toFixed(2)} `), text, '\n');
  pane.insertBefore(row, pane.querySelector('.caret'));
  if (pane.childElementCount > MOST_LINES) pane.firstElementChild.remove();
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
