/** The list of runs. */
import { localize, setClock, tick } from './clock.js';
import { badgeChanged, mayChangeBadge } from './inbox.js';
import { atMostEvery, fetchHtml, fetchMain, follow } from './live.js';
import { morph } from './morph.js';

const PAINT = 250;
const RELOAD = 2000;
const MOST_AT_ONCE = 50;

export function followRuns(main) {
  const changed = new Set();
  const arrived = new Set();

  const paintRows = atMostEvery(PAINT, async () => {
    const ids = [...changed].filter(row).slice(0, MOST_AT_ONCE);
    if (ids.length < changed.size) [...changed].filter((id) => !row(id)).forEach((id) => changed.delete(id));
    if (ids.length === 0) return;
    ids.forEach((id) => changed.delete(id));
    const url = new URL('/runs', location.href);
    url.searchParams.set('fragment', 'rows');
    ids.forEach((id) => url.searchParams.append('id', id));
    const body = await fetchHtml(url);
    for (const fresh of body?.querySelectorAll('tr') ?? []) update(document.getElementById(fresh.id), fresh);
    if (changed.size) paintRows();
  });

  const paintList = atMostEvery(RELOAD, async () => {
    const fresh = await fetchMain();
    if (!fresh) return;
    setClock(fresh.dataset.now);
    replace(main, fresh, 'head');
    replace(main, fresh, 'chips');
    const rows = main.querySelector('#rows');
    const freshRows = fresh.querySelector('#rows');
    if (!rows || !freshRows) {
      replaceSplit(main, fresh);
      return;
    }
    replace(main, fresh, 'foot');
    for (const one of freshRows.children) update(document.getElementById(one.id), one);
    const added = [...freshRows.children].filter((one) => !document.getElementById(one.id));
    added.forEach((one) => arrived.add(one.id));
    if (added.length && mayInsert(rows)) {
      insert(rows, added);
      arrived.clear();
    }
    announce(arrived.size);
  });

  follow(() => main.dataset.live, {
    open: paintList,
    event(event) {
      if (mayChangeBadge(event.type)) badgeChanged();
      changed.add(JSON.parse(event.data).runId);
      paintRows();
      if (event.type.startsWith('run.')) paintList();
    },
    lost: paintList,
  });
}

function row(id) {
  return document.getElementById(`r-${id}`);
}

function replace(main, fresh, id) {
  const old = main.querySelector(`#${id}`);
  const one = fresh.querySelector(`#${id}`);
  if (old && one) morph(old, one);
}

/** From the empty page to the first run, or back; the form that starts one stays as it is. */
function replaceSplit(main, fresh) {
  const form = main.querySelector('#start');
  morph(main.querySelector('#split'), fresh.querySelector('#split'), (old) => old === form);
}

/** A row that leaves the filter stays, dimmed, until the next navigation. */
function update(old, fresh) {
  if (!old) return;
  const before = old.dataset.state + old.querySelector('.c-doing').textContent;
  const after = fresh.dataset.state + fresh.querySelector('.c-doing').textContent;
  morph(old, document.importNode(fresh, true));
  tick(old);
  const wanted = new URL(location.href).searchParams.get('state');
  old.classList.toggle('gone', Boolean(wanted) && wanted !== old.dataset.state);
  if (before !== after) flash(old);
}

/** New rows go above only while nobody reads or holds on to something. */
function mayInsert(rows) {
  const onFirstPage = !new URL(location.href).searchParams.has('cursor');
  return onFirstPage && scrollY < 120 && !rows.contains(document.activeElement);
}

function insert(rows, added) {
  for (const one of added.reverse()) {
    const fresh = document.importNode(one, true);
    rows.prepend(fresh);
    flash(fresh);
  }
  while (rows.childElementCount > 2 * MOST_AT_ONCE) rows.lastElementChild.remove();
  localize(rows);
}

function announce(count) {
  const note = document.getElementById('new-runs');
  note.hidden = count === 0;
  note.querySelector('span').textContent = count === 1 ? '1 new run' : `${count} new runs`;
  const link = note.querySelector('a');
  if (!link.getAttribute('href')) link.href = location.pathname + location.search;
}

function flash(element) {
  element.classList.add('live-changed');
  element.addEventListener('animationend', () => element.classList.remove('live-changed'), { once: true });
}
