/**
 * Several series over time: slot `floor(t / seconds) % size` of a series holds the mean of its readings; NaN is a gap.
 * `values` holds the series one after another.
 */
export class Ring {
  readonly seconds: number;
  readonly size: number;
  readonly values: Float32Array;
  /** The newest slot, counted from 1970; -1: empty. */
  head = -1;
  readonly #series: number;
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  /** `seconds` per slot, and `size` slots for each of the `series`. */
  constructor(seconds: number, size: number, series: number) {
    this.seconds = seconds;
    this.size = size;
    this.values = new Float32Array(size * series).fill(Number.NaN);
    this.#series = series;
    this.#sums = new Float64Array(series);
    this.#counts = new Uint32Array(series);
  }

  /**
   * Adds a reading taken at `at`, milliseconds since 1970: a value for each series. `since`: the reading before it, if its
   * values hold up to now; the slots in between then get them.
   */
  add(at: number, reading: readonly number[], since: number | null = null): void {
    const slot = this.#slotOf(at);
    const before = this.head;
    // A clock that was set back: what is later than now is forgotten, so that the charts go on.
    if (slot < this.head && this.head - slot < this.size) this.#goBack(slot);
    else if (slot !== this.head) this.#advance(slot);
    if (since !== null && before === this.#slotOf(since)) this.#hold(before, slot);
    reading.forEach((value, series) => {
      if (Number.isNaN(value)) return;
      const sum = (this.#sums[series] ?? 0) + value;
      const count = (this.#counts[series] ?? 0) + 1;
      this.#sums[series] = sum;
      this.#counts[series] = count;
      this.values[series * this.size + (slot % this.size)] = sum / count;
    });
  }

  /** The series' value in a slot; null if there is none. */
  at(slot: number, series: number): number | null {
    if (this.head < 0 || slot > this.head || slot <= this.head - this.size || slot < 0) return null;
    const value = this.values[series * this.size + (slot % this.size)];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  #slotOf(at: number): number {
    return Math.floor(at / 1000 / this.seconds);
  }

  #hold(from: number, to: number): void {
    for (let slot = from + 1; slot < to; slot += 1) {
      for (let at = 0; at < this.values.length; at += this.size) {
        this.values[at + (slot % this.size)] = this.values[at + (from % this.size)] ?? Number.NaN;
      }
    }
  }

  #goBack(slot: number): void {
    for (let later = slot; later <= this.head; later += 1) this.#clear(later);
    this.head = slot;
    this.#sums.fill(0);
    this.#counts.fill(0);
  }

  #clear(slot: number): void {
    for (let series = 0; series < this.#series; series += 1) {
      this.values[series * this.size + (slot % this.size)] = Number.NaN;
    }
  }

  #advance(slot: number): void {
    // An empty ring has nothing to clear.
    const last = this.head < 0 ? slot : this.head;
    const jump = slot < last ? this.size : Math.min(this.size, slot - last);
    for (let n = 0; n < jump; n += 1) this.#clear(slot - n);
    this.head = slot;
    this.#sums.fill(0);
    this.#counts.fill(0);
  }
}
