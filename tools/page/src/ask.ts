// A question has a name and arguments; its answer is JSON. A report carries the answers that were recorded for it; a
// live page asks the server that it came from.
import { decoded } from './packed';

export type { Packed } from './packed';

export type Arguments = Record<string, string | number | boolean | undefined>;

/** Why there is no answer: the question cannot be answered ("input"), the run is at fault ("run"), or neither. */
export class AskError extends Error {
  constructor(
    message: string,
    readonly kind: 'input' | 'run' | 'connection' | 'report',
  ) {
    super(message);
    this.name = 'AskError';
  }
}

interface Recorded {
  version: number;
  answers: Record<string, unknown>;
}

function readRecorded(): Recorded | null {
  const text = globalThis.document?.getElementById('recorded')?.textContent ?? 'null';
  const book = JSON.parse(text) as Recorded | null;
  if (book && book.version !== 1)
    throw new AskError('This report was written for another version of its page.', 'report');
  return book;
}

let book: Recorded | null | undefined;
const recording = () => (book === undefined ? (book = readRecorded()) : book);

/** Answers from `answers` alone from now on: for plot, which has no page to read them from. */
export function answerFrom(answers: Record<string, unknown>): void {
  book = { version: 1, answers };
}

/** Whether questions go to a server. In a report only what was recorded has an answer. */
export const live = (): boolean => recording() === null;

/** "NAME?a=b&c=d", arguments sorted, undefined ones left out. */
export function keyOf(name: string, args: Arguments = {}): string {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  given.sort(([a], [b]) => (a < b ? -1 : 1));
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return query ? `${name}?${query}` : name;
}

/** Throws AskError if there is no answer, and the DOMException "AbortError" if `signal` says stop. */
export async function ask<T>(name: string, args: Arguments = {}, signal?: AbortSignal): Promise<T> {
  const key = keyOf(name, args);
  signal?.throwIfAborted();
  const answers = recording()?.answers;
  if (!answers) return unwrapped<T>(await fetched(key, signal));
  if (!Object.hasOwn(answers, key))
    throw new AskError('This report does not hold that answer. rowgrad explore can give it.', 'report');
  return unwrapped<T>(answers[key]);
}

/** The arguments with which `name` was recorded and which agree with `fixed`. Empty on a live page. */
export function recorded(name: string, fixed: Arguments = {}): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  for (const key of Object.keys(recording()?.answers ?? {})) {
    const [asked, query = ''] = splitOnce(key, '?');
    if (asked !== name) continue;
    const args = Object.fromEntries(new URLSearchParams(query));
    if (Object.entries(fixed).every(([k, v]) => v === undefined || args[k] === String(v))) found.push(args);
  }
  return found;
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

async function fetched(key: string, signal?: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`/api/${key}`, { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AskError('rowgrad explore does not answer. Is it still running?', 'connection');
  }
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AskError(`The answer to ${key.slice(0, 80)} cannot be read (HTTP ${response.status}).`, 'connection');
  }
}

function unwrapped<T>(answer: unknown): T {
  const error = (answer as { error?: { message?: unknown; kind?: unknown } } | null)?.error;
  if (error) throw new AskError(String(error.message ?? 'No answer.'), error.kind === 'input' ? 'input' : 'run');
  return decoded(answer) as T;
}
