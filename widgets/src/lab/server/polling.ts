/** Milliseconds between two questions: while something changes, and at most unless told. */
const SHORTEST = 3000;
const LONGEST = 60_000;
const FACTOR = 1.5;

/**
 * Asks again and again, the more seldom the longer nothing has changed, and not while nobody sees
 * the page.
 */
export class Polling {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = SHORTEST;
  private active = false;

  /** `ask` says whether something had changed. */
  constructor(
    private readonly ask: () => Promise<boolean>,
    private readonly isHidden: () => boolean,
    private readonly longest = LONGEST,
  ) {}

  /** Ask now, and from now on; nothing if it does already. */
  start(): void {
    if (this.active) return;
    this.active = true;
    this.pause = SHORTEST;
    void this.turn();
  }

  stop(): void {
    this.active = false;
    clearTimeout(this.timer);
  }

  /** Ask at once: somebody looks again, or did something. */
  hurry(): void {
    if (!this.active) return;
    clearTimeout(this.timer);
    this.pause = SHORTEST;
    void this.turn();
  }

  private async turn(): Promise<void> {
    if (!this.isHidden())
      this.pause = (await this.ask()) ? SHORTEST : Math.min(FACTOR * this.pause, this.longest);
    clearTimeout(this.timer);
    if (this.active) this.timer = setTimeout(() => void this.turn(), this.pause);
  }
}
