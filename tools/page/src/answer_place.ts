// A place that shows the answer to the last question asked, whichever answer comes last.
import { problem } from './dom';
import { Latest } from './latest';

export class AnswerPlace {
  private readonly latest = new Latest();

  constructor(private readonly place: HTMLElement) {}

  /** Draws the answer, or says in the place why there is none, unless another question was asked since. */
  async show<T>(answer: Promise<T>, draw: (answer: T) => void): Promise<void> {
    try {
      const found = await this.latest.of(answer);
      if (found) draw(found.value);
    } catch (error) {
      problem(this.place, error);
    }
  }
}
