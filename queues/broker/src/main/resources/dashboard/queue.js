import { get, pathOf, post, Refused, remove } from './api.js';
import { confirmed } from './dialogs.js';
import { byId, element, reconcile, setText, showPairs } from './dom.js';
import { count, duration, plural, ranges, rate, time } from './format.js';
import { DEPTH, LineChart, RATES } from './linechart.js';

const DEAD_PAGE = 25;
const PREVIEW = 200;

const LATENCY = [
  { label: 'p50', style: 'line-1', of: (sample) => sample.latency?.p50 ?? null },
  { label: 'p99', style: 'line-2', of: (sample) => sample.latency?.p99 ?? null },
  { label: 'p99.9', style: 'line-3', of: (sample) => sample.latency?.p999 ?? null },
];

const REASONS = { max_retries: 'Too many attempts', timeout: 'Too old', rejected: 'Rejected', expired: 'Expired' };

/** One queue. */
export class QueueView {
  #histories;
  #act;
  #name = '';
  #deadTopic = '';
  #after = null;
  #next = null;
  #depth = new LineChart(byId('queue-depth'), 'Depth', DEPTH, count);
  #rates = new LineChart(byId('queue-rates'), 'Messages a second', RATES, rate);
  #latency = new LineChart(byId('queue-latency'), 'Latency, publish to delivery', LATENCY, duration);

  /** act(action) does what a person asked for, tells the text it returns, or its failure, and then refreshes. */
  constructor(histories, act) {
    this.#histories = histories;
    this.#act = act;
    byId('purge').addEventListener('click', () => this.#purge());
    byId('delete').addEventListener('click', () => this.#delete());
    byId('purge-dead').addEventListener('click', () => this.#purgeDead());
    byId('dead-first').addEventListener('click', () => this.#turnTo(null));
    byId('dead-next').addEventListener('click', () => this.#turnTo(this.#next));
  }

  open(name) {
    this.#name = name;
    this.#after = null;
    setText(byId('detail-title'), name);
    this.#allow(false);
    byId('detail-content').hidden = true;
    byId('gone').hidden = true;
  }

  async refresh(current) {
    const name = this.#name;
    const path = pathOf(name);
    try {
      const [details, consumers, dead] = await Promise.all([get(path), get(`${path}/consumers`), this.#readDead(path)]);
      if (!current()) {
        return;
      }
      byId('gone').hidden = true;
      byId('detail-content').hidden = false;
      this.#showFigures(details.stats);
      this.#showGroups(consumers.groups);
      this.#showDead(details.config, dead);
      showPairs(byId('config'), flatten('', details.config));
      this.#allow(true);
    } catch (e) {
      if (!(e instanceof Refused && e.status === 404) || !current()) {
        throw e;
      }
      byId('gone').hidden = false;
      byId('detail-content').hidden = true;
      this.#allow(false);
    }
  }

  #allow(allowed) {
    byId('purge').hidden = !allowed;
    byId('delete').hidden = !allowed;
  }

  #showFigures(stats) {
    const now = Date.now();
    const series = this.#histories.record(this.#name, now, stats);
    this.#depth.draw(now, series.samples);
    this.#rates.draw(now, series.samples);
    this.#latency.draw(now, series.samples);
    const dead = Object.values(stats.dead_lettered).reduce((all, some) => all + some, 0);
    showPairs(byId('tiles'), [
      ['Depth', count(stats.depth)],
      ['Lag, all groups', count(stats.lag)],
      ['In flight', count(stats.in_flight)],
      ['Consumers', count(stats.consumers)],
      ['Published', count(stats.enqueued)],
      ['Delivered', count(stats.dequeued)],
      ['Acknowledged', count(stats.acked)],
      ['Failed, to try again', count(stats.nacked)],
      ['Dead-lettered', count(dead)],
      ['Expired', count(stats.expired)],
    ]);
  }

  #showGroups(groups) {
    byId('no-groups').hidden = groups.length > 0;
    reconcile(byId('groups'), groups, (group) => group.name, newGroup, updateGroup);
  }

  async #readDead(path) {
    const query = new URLSearchParams({ limit: DEAD_PAGE });
    if (this.#after !== null) {
      query.set('after', this.#after);
    }
    return get(`${path}/dlq?${query}`);
  }

  #showDead(config, { dead_letters: letters, next }) {
    this.#deadTopic = config.dlq_config.topic;
    this.#next = next;
    const none = letters.length === 0 && this.#after === null;
    byId('dead').hidden = !config.dlq_config.enabled && none;
    byId('no-dead').hidden = !none;
    byId('dead-table').hidden = none;
    byId('purge-dead').hidden = none;
    byId('dead-pager').hidden = next === null && this.#after === null;
    byId('dead-first').disabled = this.#after === null;
    byId('dead-next').disabled = next === null;
    reconcile(byId('dead-rows'), letters, (letter) => letter.id, (letter) => this.#newDead(letter), () => {});
  }

  #newDead(letter) {
    const retry = element('button', { type: 'button', textContent: 'Retry' });
    retry.setAttribute('aria-label', `Retry message ${letter.message_id}`);
    retry.addEventListener('click', () => this.#retry(letter.id, retry));
    const cells = [
      ['Time', time(letter.time)],
      ['Reason', REASONS[letter.reason] ?? letter.reason, element('span', { className: 'quiet block', textContent: letter.detail })],
      ['Group', letter.group],
      ['Attempts', count(letter.attempts)],
      ['Key', letter.key ?? '–'],
      ['Payload', payloadOf(letter)],
      ['Action', retry],
    ].map(([label, ...content]) => {
      const cell = element('td', { role: 'cell' }, element('div', {}, ...content));
      cell.dataset.label = label;
      return cell;
    });
    return element('tr', { role: 'row' }, ...cells);
  }

  async #turnTo(after) {
    this.#after = after;
    byId('dead-title').focus();
    await this.#act(() => null);
  }

  async #retry(id, button) {
    button.disabled = true;
    const row = button.closest('tr');
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    await this.#act(async () => {
      await post(`${pathOf(this.#name)}/dlq/${encodeURIComponent(id)}/retry`);
      return 'The message is back in its queue.';
    });
    button.disabled = false;
    // The row is gone, and the focus with it.
    const place = [row, neighbour].find((candidate) => candidate?.isConnected);
    (place?.querySelector('button') ?? byId('dead-title')).focus();
  }

  #purge() {
    const name = this.#name;
    return this.#act(async () => {
      const { stats } = await get(pathOf(name));
      const what = plural(stats.depth, 'message', 'messages');
      const text = `This deletes ${what} in ${name}, those in flight too. It cannot be undone.`;
      if (!(await confirmed(`Purge ${name}?`, text, `Delete ${what}`))) {
        return null;
      }
      const { purged } = await post(`${pathOf(name)}/purge`);
      return `${plural(purged, 'message', 'messages')} deleted from ${name}.`;
    });
  }

  async #purgeDead() {
    const name = this.#name;
    const topic = this.#deadTopic;
    await this.#act(async () => {
      const { stats } = await get(pathOf(topic));
      const what = plural(stats.depth, 'dead letter', 'dead letters');
      const text = `This deletes ${what} in ${topic}. It cannot be undone.`;
      if (!(await confirmed(`Purge the dead letters of ${name}?`, text, `Delete ${what}`))) {
        return null;
      }
      const { purged } = await post(`${pathOf(name)}/dlq/purge`);
      return `${plural(purged, 'dead letter', 'dead letters')} deleted from ${topic}.`;
    });
    if (byId('purge-dead').hidden) {
      byId('dead-title').focus();
    }
  }

  #delete() {
    const name = this.#name;
    return this.#act(async () => {
      const { stats } = await get(pathOf(name));
      const what = plural(stats.depth, 'message', 'messages');
      const groups = plural(stats.groups, 'consumer group', 'consumer groups');
      const text = `This deletes ${name} with ${what} and ${groups}. Its dead letters stay. It cannot be undone.`;
      if (!(await confirmed(`Delete ${name}?`, text, 'Delete queue'))) {
        return null;
      }
      await remove(pathOf(name));
      location.hash = '#/';
      return `${name} is deleted.`;
    });
  }
}

function newGroup(group) {
  const heading = element('h3', { textContent: group.name });
  const table = element(
    'table',
    {},
    element('caption', { className: 'unseen', textContent: `Consumers of ${group.name}` }),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col', textContent: 'Consumer' }),
        element('th', { scope: 'col', textContent: 'Partitions' }),
        element('th', { scope: 'col', className: 'number', textContent: 'In flight' }),
        element('th', { scope: 'col', className: 'number', textContent: 'Prefetch' }),
      ),
    ),
    element('tbody'),
  );
  return element('div', { className: 'group' }, heading, element('p'), table);
}

function updateGroup(box, group) {
  const [, figures, table] = box.children;
  const nobody = group.consumers.length === 0 ? ', no consumer connected' : '';
  setText(figures, `Lag ${count(group.lag)}, in flight ${count(group.in_flight)}, waiting for retry ${count(group.waiting)}${nobody}`);
  table.hidden = nobody !== '';
  reconcile(
    table.tBodies[0],
    group.consumers,
    (consumer) => consumer.consumer_id,
    (consumer) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row', textContent: consumer.consumer_id }),
        element('td'),
        element('td', { className: 'number' }),
        element('td', { className: 'number' }),
      ),
    (row, consumer) => {
      setText(row.children[1], ranges(consumer.partitions));
      setText(row.children[2], count(consumer.in_flight));
      setText(row.children[3], count(consumer.prefetch));
    },
  );
}

function payloadOf({ payload_text: text, payload_base64: base64, damaged }) {
  if (damaged) {
    return element('span', { className: 'quiet', textContent: 'damaged on the disk' });
  }
  const whole = text ?? base64;
  const kind = text === null || text === undefined ? 'base64: ' : '';
  if (whole === '') {
    return element('span', { className: 'quiet', textContent: 'empty' });
  }
  if (whole.length <= PREVIEW) {
    return element('code', { textContent: kind + whole });
  }
  return element(
    'details',
    {},
    element('summary', {}, element('code', { textContent: `${kind}${whole.slice(0, PREVIEW / 2)}…` })),
    element('code', { className: 'block', textContent: whole }),
  );
}

/** Nested keys as pairs of a path and a value. */
function flatten(prefix, map) {
  return Object.entries(map).flatMap(([key, value]) =>
    value !== null && typeof value === 'object' ? flatten(`${prefix}${key}.`, value) : [[prefix + key, String(value)]],
  );
}
