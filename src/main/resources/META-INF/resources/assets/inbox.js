/** How many decisions wait, on every page; and the page where they are made. */
import { localize, setClock, tick } from './clock.js';
import { atMostEvery, fetchHtml, fetchMain, follow } from './live.js';
import { morph } from './morph.js';

const PAINT = 250;
/** The server counts once a second. */
const SETTLED = 1200;
const AGAIN = 5000;
const EVENTS =
  '/events?type=approval.requested&type=approval.decided&type=step.failed&type=step.canceled' +
  '&type=run.paused&type=run.resumed';

/** The number that came with the page goes where every page shows it. */
export function showBadge(main) {
  const badge = document.getElementById('badge');
  const count = main.dataset.inbox ?? '';
  badge.hidden = count === '';
  const text = badge.firstElementChild;
  if (text.textContent !== count) text.textContent = count;
}

const fetchBadge = atMostEvery(SETTLED, async () => {
  const body = await fetchHtml(new URL('/approvals?fragment=badge', location.href));
  const fresh = body?.querySelector('#badge');
  if (fresh) morph(document.getElementById('badge'), fresh);
});

/** What may change the number is asked for once it has settled. */
export function badgeChanged() {
  setTimeout(fetchBadge, SETTLED);
}

/** Whether an event may change the number. */
export function mayChangeBadge(type) {
  return EVENTS.includes(`=${type}`);
}

/** A page that follows a stream of its own looks at the number now and then. */
export function watchBadge() {
  setInterval(() => document.hidden || fetchBadge(), AGAIN);
}

/** A page that follows nothing else hears of every change. */
export function followBadge() {
  follow(() => EVENTS, { quiet: true, open: fetchBadge, event: badgeChanged });
}

export function followInbox(main) {
  const paint = atMostEvery(PAINT, async () => {
    const fresh = await fetchMain();
    if (!fresh) return;
    setClock(fresh.dataset.now);
    morph(main, fresh);
    showBadge(main);
    localize(main);
    tick(main);
  });
  follow(() => main.dataset.live, {
    open: paint,
    event: paint,
    lost: paint,
  });
}
