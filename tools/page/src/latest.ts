// A place that shows the answer to the last question asked, whichever answer comes last.
import { problem } from './dom';

export class Latest {
  private number = 0;

  constructor(private readonly place: HTMLElement) {}

  /** Draws the answer, or says in the place why there is none, unless another question was asked since. */
  async show<T>(answer: Promise<T>, draw: (answer: T) => void): Promise<void> {
    const own = ++this.number;
    try {
      const value = await answer;
      if (own === this.number) draw(value);
    } catch (error) {
      if (own === this.number) problem(this.place, error);
    }
  }
}
