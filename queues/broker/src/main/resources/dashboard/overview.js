import { get } from './api.js';
import { byId, element, reconcile, setText } from './dom.js';
import { count, duration, plural, rate } from './format.js';
import { DEPTH, LineChart, RATES } from './linechart.js';
import { Series } from './series.js';

const PAGE = 25;
const DEAD_LETTERS = '$queue/dlq/';

/** The columns behind the name: what a row is sorted by, and how it is shown. */
const COLUMNS = [
  ['depth', count],
  ['in', rate],
  ['out', rate],
  ['ack', rate],
  ['p99', duration],
  ['lag', count],
  ['inFlight', count],
  ['consumers', count],
  ['dead', count],
];

/** All queues. */
export class Overview {
  #histories;
  #total = new Series();
  #depth = new LineChart(byId('total-depth'), 'Depth of all queues', DEPTH, count);
  #rates = new LineChart(byId('total-rates'), 'Messages a second, all queues', RATES, rate);
  #rows = null;
  #sort = { by: 'name', ascending: true };
  #page = 0;

  constructor(histories) {
    this.#histories = histories;
    for (const head of byId('queue-heads').children) {
      head.firstElementChild.addEventListener('click', () => this.#sortBy(head.dataset.sort));
    }
    byId('filter-form').addEventListener('submit', (event) => event.preventDefault());
    byId('filter').addEventListener('input', () => this.#turnTo(0));
    byId('with-dead').addEventListener('change', () => this.#turnTo(0));
    byId('previous-page').addEventListener('click', () => this.#turnTo(this.#page - 1));
    byId('next-page').addEventListener('click', () => this.#turnTo(this.#page + 1));
  }

  async refresh(current) {
    const { queues } = await get('queues');
    if (!current()) {
      return;
    }
    const now = Date.now();
    const depths = new Map(queues.map((queue) => [queue.name, queue.stats.depth]));
    this.#rows = queues.map(({ name, config, stats }) => {
      const { last } = this.#histories.record(name, now, stats);
      return {
        name,
        dead: (config.dlq_config.enabled && depths.get(config.dlq_config.topic)) || 0,
        isDead: name.startsWith(DEAD_LETTERS),
        depth: last.depth,
        in: last.in,
        out: last.out,
        ack: last.ack,
        p99: last.latency?.p99 ?? null,
        lag: stats.lag,
        inFlight: stats.in_flight,
        consumers: stats.consumers,
      };
    });
    this.#histories.keep(depths);
    this.#total.record(now, sum(queues), null);
    this.#show(now);
  }

  #sortBy(column) {
    const { by, ascending } = this.#sort;
    // Names begin with A, figures with the largest.
    this.#sort = { by: column, ascending: column === by ? !ascending : column === 'name' };
    this.#turnTo(0);
  }

  #turnTo(page) {
    this.#page = page;
    this.#showRows();
  }

  #show(now) {
    const none = this.#rows.length === 0;
    byId('first-step').hidden = !none;
    byId('overview-content').hidden = none;
    this.#depth.draw(now, this.#total.samples);
    this.#rates.draw(now, this.#total.samples);
    this.#showRows();
  }

  #showRows() {
    const wanted = byId('filter').value.trim().toLowerCase();
    const all = this.#rows.filter((row) => byId('with-dead').checked || !row.isDead);
    const found = all.filter((row) => row.name.toLowerCase().includes(wanted));
    const { by, ascending } = this.#sort;
    found.sort((a, b) => (ascending ? 1 : -1) * compare(a[by], b[by]) || compare(a.name, b.name));
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    this.#page = Math.min(Math.max(this.#page, 0), pages - 1);

    for (const head of byId('queue-heads').children) {
      if (head.dataset.sort === by) {
        head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
      } else {
        head.removeAttribute('aria-sort');
      }
    }
    setText(
      byId('matches'),
      found.length === all.length ? plural(all.length, 'queue', 'queues') : `${count(found.length)} of ${plural(all.length, 'queue', 'queues')}`,
    );
    byId('no-match').hidden = found.length > 0;
    reconcile(
      byId('queue-rows'),
      found.slice(this.#page * PAGE, (this.#page + 1) * PAGE),
      (row) => row.name,
      newRow,
      updateRow,
    );
    byId('pager').hidden = pages === 1;
    setText(byId('page-number'), `Page ${this.#page + 1} of ${pages}`);
    byId('previous-page').disabled = this.#page === 0;
    byId('next-page').disabled = this.#page === pages - 1;
  }
}

function newRow({ name }) {
  const heads = [...byId('queue-heads').children];
  const link = element('a', { href: `#/queues/${encodeURIComponent(name)}`, textContent: name });
  const head = element('th', { scope: 'row' }, link);
  return element('tr', {}, head, ...COLUMNS.map((_, i) => element('td', { className: heads[i + 1].className })));
}

function updateRow(row, figures) {
  COLUMNS.forEach(([column, format], i) => setText(row.children[i + 1], format(figures[column])));
}

function compare(a, b) {
  if (typeof a === 'string') {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return (a ?? -1) - (b ?? -1);
}

function sum(queues) {
  const total = { depth: 0, enqueued: 0, dequeued: 0, acked: 0 };
  for (const { name, stats } of queues) {
    if (!name.startsWith(DEAD_LETTERS)) {
      for (const key of Object.keys(total)) {
        total[key] += stats[key];
      }
    }
  }
  return total;
}
