/** What pages do beyond what the server rendered. Every page works without. */
import { localize, setClock, tick } from './clock.js';
import { followBadge, followInbox, watchBadge } from './inbox.js';
import { followRun } from './run.js';
import { followRuns } from './runs.js';

const main = document.getElementById('main');
// A form that needs another look came as the answer to it; the page has an address of its own.
if (main.dataset.page && main.dataset.page !== location.pathname) history.replaceState(null, '', main.dataset.page);
setClock(main.dataset.now);
localize(main);
tick(main);
setInterval(() => tick(main), 1000);

if (main.dataset.follow === 'runs') followRuns(main);
if (main.dataset.follow === 'inbox') followInbox(main);
if (main.dataset.follow === 'run') followRun(main);
if (main.dataset.follow === 'run' && main.dataset.live) watchBadge();
if (!main.dataset.live) followBadge();

addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select')) return;
  event.preventDefault();
  const search = document.getElementById('q');
  if (search) search.focus();
  else location.assign('/runs#q');
});

/** What was opened to confirm something closes by Escape, and by a click elsewhere. */
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeConfirm();
});
addEventListener('click', (event) => {
  if (!event.target.closest('details.confirm')) closeConfirm();
});
function closeConfirm() {
  for (const details of document.querySelectorAll('details.confirm[open]')) details.open = false;
}

/** Choosing a workflow shows its form at once. */
document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-choose]');
  if (form) location.assign(`/runs?start=${encodeURIComponent(event.target.value)}#start`);
});
for (const form of document.querySelectorAll('form[data-choose]')) form.querySelector('button').hidden = true;

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', () => navigator.clipboard.writeText(button.dataset.copy));
}
