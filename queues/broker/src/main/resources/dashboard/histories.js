import { Series } from './series.js';

/** The figures of every queue that was seen, so that a queue's charts begin with what the overview has seen of it. */
export class Histories {
  #all = new Map();

  record(name, now, stats) {
    const series = this.of(name);
    series.record(now, stats, stats.latency ?? null);
    return series;
  }

  of(name) {
    if (!this.#all.has(name)) {
      this.#all.set(name, new Series());
    }
    return this.#all.get(name);
  }

  /** Forgets the queues that are gone. */
  keep(names) {
    for (const name of this.#all.keys()) {
      if (!names.has(name)) {
        this.#all.delete(name);
      }
    }
  }
}
