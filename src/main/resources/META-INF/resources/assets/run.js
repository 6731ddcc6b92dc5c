/** The page of one run. */
import { grow, localize, setClock, tick } from './clock.js';
import { badgeChanged, mayChangeBadge, showBadge } from './inbox.js';
import { atMostEvery, fetchMain, follow } from './live.js';
import { morph } from './morph.js';
import { fill, hear, holds, restart } from './output.js';

const PAINT = 250;
const WATCH = 2000;

export function followRun(main) {
  const paint = atMostEvery(PAINT, async () => {
    const fresh = await fetchMain();
    if (!fresh) return;
    const newest = lastEvent();
    setClock(fresh.dataset.now);
    morph(main, fresh, holds);
    fill();
    localize(main);
    tick(main);
    showBadge(main);
    for (const row of main.querySelectorAll('.events > li')) {
      if (newest && seq(row) > newest) flash(row);
    }
  });

  fill();
  follow(() => main.dataset.live, {
    open() {
      restart();
      paint();
    },
    event({ type }) {
      paint();
      if (mayChangeBadge(type)) badgeChanged();
    },
    progress(event) {
      if (hear(JSON.parse(event.data))) paint();
    },
    end: paint,
    lost: paint,
  });
  // What its child runs do this run's stream doesn't tell.
  setInterval(() => main.dataset.watched && !document.hidden && paint(), WATCH);
  setInterval(() => {
    const drawing = main.querySelector('#timeline svg[data-span]');
    if (drawing && !grow(drawing)) paint();
  }, PAINT);
  openInPlace(main, paint);
}

/** What opens on the page opens without leaving it. */
function openInPlace(main, paint) {
  main.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="?"]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    history.pushState(null, '', new URL(link.getAttribute('href'), location.href.split(/[?#]/)[0]));
    paint();
  });
  addEventListener('popstate', paint);
}

function lastEvent() {
  const rows = document.querySelectorAll('.events > li');
  return rows.length ? seq(rows[rows.length - 1]) : 0;
}

function seq(row) {
  return Number(row.id.slice(1));
}

function flash(row) {
  row.classList.add('live-changed', row.firstElementChild.className);
  row.addEventListener('animationend', () => (row.className = ''), { once: true });
}
