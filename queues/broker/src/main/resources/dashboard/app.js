import { hasToken, Refused, Unreachable } from './api.js';
import { askForToken, createQueue } from './dialogs.js';
import { byId, setText } from './dom.js';
import { Histories } from './histories.js';
import { Overview } from './overview.js';
import { QueueView } from './queue.js';

const EVERY_MS = 2_000;

const histories = new Histories();
const overview = new Overview(histories);
const queueView = new QueueView(histories, act);

let view = overview;
let paused = false;
let timer;
/** Of the newest refresh: what an older one still brings is not shown. */
let newest = 0;

/** Asks the broker, shows the answer, and does so again after a while. */
async function refresh() {
  clearTimeout(timer);
  const mine = ++newest;
  const current = () => mine === newest;
  try {
    await view.refresh(current);
  } catch (e) {
    if (current()) {
      showTrouble(e);
    }
    return;
  }
  if (current()) {
    showState(paused ? 'paused' : 'live', '');
    again();
  }
}

function again() {
  if (!paused && !document.hidden) {
    timer = setTimeout(refresh, EVERY_MS);
  }
}

function stop() {
  clearTimeout(timer);
  newest++;
}

/** Does what a person asked for, and tells what came of it. */
async function act(action) {
  tell('');
  try {
    tell((await action()) ?? '');
  } catch (e) {
    if (needsToken(e)) {
      showTrouble(e);
      return;
    }
    tell(e.message, true);
  }
  await refresh();
}

function tell(text, failed = false) {
  setText(byId('notice'), text);
  byId('notice').classList.toggle('failure', failed);
}

function needsToken(e) {
  return e instanceof Refused && e.status === 401;
}

function showTrouble(e) {
  if (needsToken(e)) {
    showState('down', '');
    askForToken(hasToken() ? 'The broker refused the token.' : '', refresh);
  } else if (e instanceof Unreachable) {
    showState('down', 'The broker does not answer. The figures below are old. This page tries again by itself.');
    again();
  } else {
    showState(paused ? 'paused' : 'live', e.message);
    again();
  }
}

function showState(state, trouble) {
  const texts = { live: 'Live', paused: 'Paused', down: 'Not connected' };
  setText(byId('connection'), texts[state]);
  byId('connection').dataset.state = state;
  setText(byId('trouble'), trouble);
  byId('trouble').hidden = trouble === '';
}

function queueOf(hash) {
  const match = /^#\/queues\/(.+)$/.exec(hash);
  try {
    return match && decodeURIComponent(match[1]);
  } catch {
    return null;
  }
}

/** Shows the view that the address names. */
function route() {
  const name = queueOf(location.hash);
  view = name === null ? overview : queueView;
  if (name !== null) {
    queueView.open(name);
  }
  byId('overview').hidden = view !== overview;
  byId('detail').hidden = view !== queueView;
  document.title = `${name ?? 'Queues'} – Ringway`;
  return refresh();
}

function openCreate() {
  createQueue((name) => {
    tell(`${name} is created.`);
    location.hash = `#/queues/${encodeURIComponent(name)}`;
  });
}

byId('create-open').addEventListener('click', openCreate);
byId('create-first').addEventListener('click', openCreate);
document.addEventListener('click', (event) => {
  if (event.target.closest('a')) {
    tell(''); // It was about what is left now.
  }
});
byId('skip').addEventListener('click', (event) => {
  event.preventDefault(); // The part after # names a view.
  byId('main').focus();
});
byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  refresh();
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    stop();
  } else if (!paused) {
    refresh();
  }
});
window.addEventListener('hashchange', () => {
  route();
  byId(view === overview ? 'overview-title' : 'detail-title').focus();
});
route();
