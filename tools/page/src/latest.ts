// Questions asked one after the other, of which only the last one's answer is of use.

export class Latest {
  private number = 0;

  /** Whether `work` is still the last one when it is done; its error is thrown only then. */
  async of<T>(work: Promise<T>): Promise<{ value: T } | null> {
    const own = ++this.number;
    try {
      const value = await work;
      return own === this.number ? { value } : null;
    } catch (error) {
      if (own === this.number) throw error;
      return null;
    }
  }

  /** No answer to come is of use. */
  forget(): void {
    ++this.number;
  }
}
