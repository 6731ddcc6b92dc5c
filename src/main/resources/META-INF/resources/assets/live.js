/** Follows a stream of events for as long as the page is there, through every interruption. */

/** All types of API events; an EventSource hears only those it is told to. */
const TYPES = (
  'run.created run.started run.waiting run.resumed run.paused run.step_requested run.tagged ' +
  'run.completed run.failed run.cancel_requested run.canceled run.timed_out run.recovered run.forked ' +
  'step.started step.completed step.failed step.retry_scheduled step.timed_out step.waiting step.resumed ' +
  'step.canceled step.skipped flow.diverged flow.branched approval.requested approval.decided ' +
  'signal.received child.started child.ended side_effect.recorded artifact.created dead_letter.added ' +
  'dead_letter.resolved'
).split(' ');

const AGAIN = 2000;

/**
 * @param url says where to begin: it is asked again for each connection that had to be made anew
 * @param on what to do: `open`, `event(event)`, `progress(event)`, `end`; `quiet` where the page
 *     itself is not what is followed
 */
export function follow(url, on) {
  const say = on.quiet ? () => {} : linkState;
  const address = url();
  if (!address) return;
  const source = new EventSource(address);
  source.addEventListener('open', () => {
    say('Live');
    on.open();
  });
  for (const type of TYPES) source.addEventListener(type, on.event);
  source.addEventListener('step.progress', (event) => on.progress?.(event));
  source.addEventListener('gap', () => on.open());
  source.addEventListener('end', () => {
    source.close();
    say('');
    on.end?.();
  });
  source.addEventListener('error', () => {
    say('Reconnecting');
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(async () => {
        await on.lost?.();
        follow(url, on);
      }, AGAIN);
    }
  });
  addEventListener('pagehide', () => source.close());
}

/** `Live`, `Reconnecting`, or nothing to follow. */
export function linkState(word) {
  const sign = document.getElementById('link-state');
  sign.hidden = word === '';
  sign.classList.toggle('is-waiting', word === 'Reconnecting');
  const text = sign.querySelector('[role=status]');
  if (text.textContent !== word) text.textContent = word;
}

/**
 * Calls `task` when asked to, never twice at a time nor twice within `pause` milliseconds; a task
 * that takes long gets as long a rest.
 */
export function atMostEvery(pause, task) {
  let asked = false;
  let busy = false;
  let last = 0;
  async function run() {
    asked = false;
    const begun = performance.now();
    try {
      await task();
    } finally {
      busy = false;
      const took = performance.now() - begun;
      last = begun + Math.max(0, 2 * took - pause);
      if (asked) schedule();
    }
  }
  function schedule() {
    busy = true;
    setTimeout(run, Math.max(0, last + pause - performance.now()));
  }
  return () => {
    asked = true;
    if (!busy) schedule();
  };
}

/** The page as it is now, or nothing while it can't be had. */
export async function fetchMain(parameters = {}) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries({ fragment: 'main', ...parameters })) {
    url.searchParams.set(name, value);
  }
  const body = await fetchHtml(url);
  const main = body?.querySelector('#main');
  if (main && main.dataset.assets !== document.getElementById('main').dataset.assets) location.reload();
  return main;
}

export async function fetchHtml(url) {
  try {
    const response = await fetch(url, { headers: { Accept: 'text/html' }, cache: 'no-store' });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html').body;
  } catch {
    return null;
  }
}
