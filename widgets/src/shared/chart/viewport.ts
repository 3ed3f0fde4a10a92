import { within, zoomed } from "./scale";
import type { Range } from "./scale";

const DEEPEST = 1e-6; // the shortest stretch that can be seen, as a part of all

/**
 * Which stretch of the horizontal axis is seen, and what is pointed at. Charts that share one move
 * together.
 */
export class Viewport {
  /** what there is to see */
  all: Range = [0, 1];
  /** where the pointer is; null if it is nowhere */
  cursor: number | null = null;
  private chosen: Range | null = null;
  private readonly listeners = new Set<() => void>();

  /** Call `changed` at each change, until the signal. */
  follow(changed: () => void, signal: AbortSignal): void {
    this.listeners.add(changed);
    signal.addEventListener("abort", () => this.listeners.delete(changed));
  }

  /** What is seen: the stretch that was chosen, else all. */
  get range(): Range {
    return this.chosen ?? this.all;
  }

  get isZoomed(): boolean {
    return this.chosen !== null;
  }

  /** There is more to see, or something else. Who has chosen nothing sees all of it. */
  reach(all: Range): void {
    if (all[0] === this.all[0] && all[1] === this.all[1]) return;
    this.all = all;
    this.tell();
  }

  /** Show this stretch; null shows all. */
  show(range: Range | null): void {
    this.chosen = range === null ? null : within(range, this.all);
    this.tell();
  }

  /**
   * Make what is seen `factor` times as long, about a place in it. Whoever comes out at all of it
   * follows it again.
   */
  zoom(factor: number, about = this.cursor ?? (this.range[0] + this.range[1]) / 2): void {
    const length = this.all[1] - this.all[0];
    const range = zoomed(this.range, factor, about, this.all, length * DEEPEST);
    this.show(range[1] - range[0] >= length * (1 - 1e-9) ? null : range);
  }

  /** Move by this much. */
  pan(by: number): void {
    if (this.chosen !== null) this.show([this.chosen[0] + by, this.chosen[1] + by]);
  }

  /** Point at a place; what is seen follows it. Null points at nothing. */
  point(at: number | null): void {
    this.cursor = at === null ? null : Math.min(Math.max(at, this.all[0]), this.all[1]);
    const [low, high] = this.range;
    if (this.cursor !== null && this.cursor < low) this.pan(this.cursor - low);
    else if (this.cursor !== null && this.cursor > high) this.pan(this.cursor - high);
    else this.tell();
  }

  private tell(): void {
    for (const changed of this.listeners) changed();
  }
}
