import type { RunRow } from "../../shared/records";

/**
 * How long a training still takes by the mean of its complete epochs, as the dashboard says it too;
 * null before.
 */
export function byEpochs({ epoch, epochs, seconds, progress }: RunRow): number | null {
  const complete = (epoch ?? 0) - 1;
  if (complete < 1 || !epochs || !seconds) return null;
  return (epochs * (1 - (progress ?? 0)) * seconds) / complete;
}

/** How many seconds back the speed of a training is measured. */
const WINDOW = 60;

/** How fast a training goes, from what was seen of it lately. */
export class Pace {
  private seen: { time: number; progress: number }[] = [];

  /** At this time, in seconds, so much of it was done: 0 to 1. */
  add(time: number, progress: number): void {
    const last = this.seen[this.seen.length - 1];
    if (last !== undefined && progress < last.progress) this.seen = [];
    this.seen.push({ time, progress });
    while ((this.seen[0]?.time ?? time) < time - WINDOW) this.seen.shift();
  }

  /** Null as long as there is nothing to tell it from. */
  secondsLeft(): number | null {
    const [first, last] = [this.seen[0], this.seen[this.seen.length - 1]];
    if (first === undefined || last === undefined || last.progress <= first.progress) return null;
    return ((1 - last.progress) * (last.time - first.time)) / (last.progress - first.progress);
  }
}
