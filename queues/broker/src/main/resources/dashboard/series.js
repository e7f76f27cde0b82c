/** What the charts show. */
export const SPAN_MS = 2 * 60_000;

/** Without an answer for so long, a rate would be an average that nobody asked for, and a line a guess. */
const GAP_MS = 15_000;

const COUNTERS = { in: 'enqueued', out: 'dequeued', ack: 'acked' };

/** The figures of one queue over the last minutes, rates made from counters. */
export class Series {
  samples = [];
  #before = null;

  /** Takes the figures of a moment; latency is null or its percentiles in seconds. */
  record(now, stats, latency) {
    const before = this.#before;
    this.#before = { now, stats };
    const known = before !== null && now - before.now <= GAP_MS;
    if (before !== null && !known) {
      this.samples.push({ now: before.now + 1, depth: null, in: null, out: null, ack: null, latency: null });
    }
    const sample = { now, depth: stats.depth, latency };
    for (const [rate, counter] of Object.entries(COUNTERS)) {
      const more = known ? stats[counter] - before.stats[counter] : -1;
      // A counter that went back is that of a new queue, or of a broker that was started again.
      sample[rate] = more < 0 || now === before.now ? null : (more * 1000) / (now - before.now);
    }
    this.samples.push(sample);
    while (this.samples[0].now < now - SPAN_MS) {
      this.samples.shift();
    }
  }

  get last() {
    return this.samples.at(-1);
  }
}
