// Questions that follow each other quickly, as while a slider is dragged: one is under way at a time, so answers come
// in order; of the questions that come meanwhile only the last is asked.
export class OneAtATime<T> {
  private busy = false;
  private waiting?: () => Promise<void>;

  /** `pause` is the time in milliseconds from one answer to the next question at least. */
  constructor(private readonly pause = 0) {}

  /** Resolves when there is nothing left to ask, or at once if another call sees to that. */
  async run(ask: () => Promise<T>, show: (answer: T) => void, fail: (error: unknown) => void): Promise<void> {
    this.waiting = async () => {
      try {
        show(await ask());
      } catch (error) {
        if (!this.waiting) fail(error); // of no interest once something else was asked
      }
    };
    if (this.busy) return;
    this.busy = true;
    while (this.waiting) {
      const next: () => Promise<void> = this.waiting;
      this.waiting = undefined;
      await next();
      if (this.pause > 0 && this.waiting) await new Promise((done) => setTimeout(done, this.pause));
    }
    this.busy = false;
  }
}
