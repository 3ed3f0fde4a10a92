/** Things by number, of which only so many are kept: those that were used last. */
export class PageCache<Thing> {
  private readonly things = new Map<number, Thing>();

  constructor(
    private readonly most: number,
    private readonly dispose: (thing: Thing) => void,
  ) {}

  get size(): number {
    return this.things.size;
  }

  has(number: number): boolean {
    return this.things.has(number);
  }

  /** The thing of this number, which counts as used. */
  get(number: number): Thing | undefined {
    const thing = this.things.get(number);
    if (thing === undefined) return undefined;
    this.things.delete(number);
    this.things.set(number, thing);
    return thing;
  }

  set(number: number, thing: Thing): void {
    const before = this.things.get(number);
    this.things.delete(number);
    if (before !== undefined) this.dispose(before);
    this.things.set(number, thing);
    for (const [oldest, old] of this.things) {
      if (this.things.size <= this.most) break;
      this.things.delete(oldest);
      this.dispose(old);
    }
  }

  clear(): void {
    for (const thing of this.things.values()) this.dispose(thing);
    this.things.clear();
  }
}
