// Runs of shipped configs, trained for the tests of one file, and what the commands print about them.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const bin = process.env.ROWGRAD_BIN ?? join(root, 'build/release/bin');

/** A folder of its own, removed at the end. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'rowgrad-page-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Trains configs/NAME.json into PLACE/NAME. */
export function train(place, name, ...settings) {
  const sets = settings.flatMap((setting) => ['--set', setting]);
  execFileSync(join(bin, 'train'), ['--config', join(root, 'configs', `${name}.json`), '--out', join(place, name), '--quiet', ...sets], { stdio: 'pipe' });
  return join(place, name);
}

/** What `rowgrad ARGUMENTS` prints. */
export const rowgrad = (...args) => execFileSync(join(bin, 'rowgrad'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
export const json = (...args) => JSON.parse(rowgrad(...args, '--json'));

/** Serves runs until the test ends; gives the address once it listens. */
export function explore(t, ...args) {
  const server = spawn(join(bin, 'rowgrad'), ['explore', ...args, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => server.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let told = '';
    server.stdout.on('data', (text) => resolve({ address: String(text).trim(), server }));
    server.stderr.on('data', (text) => (told += text));
    server.on('exit', (code) => reject(new Error(`rowgrad explore ended with ${code}: ${told}`)));
  });
}

/** Trains configs/NAME.json into PLACE/NAME while the test goes on, as a child that signals can hold. */
export function trainBeside(t, place, name, ...settings) {
  const sets = settings.flatMap((setting) => ['--set', setting]);
  const child = spawn(join(bin, 'train'), ['--config', join(root, 'configs', `${name}.json`), '--out', join(place, name), '--quiet', ...sets], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

/** The lines of a run's metrics.jsonl. */
export const linesOf = (run) => readFileSync(join(run, 'metrics.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
