// The motion view: each snapshot with its step and loss, and what pulls and pushes a row.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, near, open, show, value, values } from './browser.mjs';
import { explore, folder, train } from './runs.mjs';

const place = folder(test);
const plane = train(place, 'sgns_plane', 'train.epochs=20', 'train.snapshots=10');
const deep = train(place, 'world', 'train.epochs=2', 'train.snapshots=4');
const where = await browser(test);
const { address } = await explore(test, plane, deep);

const ask = async (question) => (await fetch(`${address}api/${question}`)).json();

/** An array of the server's, of 16 or 32 bits a number. */
function floats({ f32, f16 }) {
  const bytes = Buffer.from(f32 ?? f16, 'base64');
  if (f32) return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => half(bytes.readUInt16LE(2 * i)));
}

function half(bits) {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, (bits & 1023) / 1024];
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

/** What each snapshot says of itself in its file: strings of numbers. */
function snapshots(run) {
  const files = readdirSync(join(run, 'snapshots')).sort();
  return files.map((file) => {
    const bytes = readFileSync(join(run, 'snapshots', file));
    return JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0)))).__metadata__;
  });
}

async function motion(t, run = 0) {
  const page = await open(t, where, address);
  await show(page, address, 'motion', run);
  await page.waitForSelector('[data-test="frame"]');
  return page;
}

const at = (page, frame) => page.waitForSelector(`[data-test="frame"][data-frame="${frame}"]`);

/** Moves the scrubber as a hand would. */
const scrub = (page, frame) => page.getByRole('slider', { name: 'Snapshot' }).fill(String(frame));

async function choose(page, word) {
  await page.getByRole('combobox', { name: 'Word' }).fill(word);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-test="force"]');
}

const forces = (page) => page.$$eval('[data-test="force"]', (all) => all.map(({ dataset }) => ({ ...dataset })));

test('the scrubber shows step, epoch, fraction and loss of each snapshot, as its file has them', async (t) => {
  const page = await motion(t);
  const saved = snapshots(plane);
  assert.ok(saved.length > 5);
  for (const [i, snapshot] of saved.entries()) {
    await scrub(page, i);
    await at(page, i);
    for (const name of ['step', 'epoch', 'fraction', 'loss'])
      if (snapshot[name] === undefined) assert.equal(await page.locator(`[data-test="${name}"]`).count(), 0);
      else near(await value(page, name), Number(snapshot[name]));
  }
});

test('play goes through all snapshots, with reduced motion from one to the next, and can be paused', async (t) => {
  const page = await motion(t);
  const { frames } = await ask('motion?run=0');
  await page.getByRole('radio', { name: '4×' }).check();
  await page.click('[data-test="play"]');
  await at(page, 1);
  assert.equal(await page.textContent('[data-test="play"]'), 'Pause');
  await page.click('[data-test="play"]');
  assert.equal(await page.textContent('[data-test="play"]'), 'Play');
  const stopped = await page.getAttribute('[data-test="frame"]', 'data-frame');
  await page.waitForTimeout(300);
  assert.equal(await page.getAttribute('[data-test="frame"]', 'data-frame'), stopped);
  await page.click('[data-test="play"]');
  await at(page, frames.length - 1);
  await page.waitForFunction(() => document.querySelector('[data-test="play"]').textContent === 'Play');
  await page.click('[data-test="play"]'); // from the start again
  await at(page, 1);
});

test('the forces on a word are those that the program computes; the net one is their sum in the plane', async (t) => {
  const page = await motion(t);
  const { words, context } = await ask('motion?run=0');
  const word = words[1];
  const answer = await ask(`forces?run=0&word=${encodeURIComponent(word)}`);
  const [pulls, pushes, v] = [answer.pulls, answer.pushes, context].map(floats);
  await choose(page, word);
  for (const frame of [0, 4, answer.frames - 1]) {
    await scrub(page, frame);
    await at(page, frame);
    const rows = await forces(page);
    assert.equal(rows.length, words.length);
    let net = [0, 0];
    for (const { word: other, pull, push, value: difference } of rows) {
      const i = frame * words.length + words.indexOf(other);
      near(Number(pull), pulls[i]);
      near(Number(push), pushes[i]);
      near(Number(difference), pulls[i] - pushes[i]);
      net = net.map((sum, axis) => sum + (pulls[i] - pushes[i]) * v[2 * i + axis]);
    }
    near(await value(page, 'net'), answer.net[frame]);
    near(Math.hypot(...net), answer.net[frame], 1e-3); // the arrow is drawn from stored halves
    assert.equal(await page.getAttribute('[data-test="net"]', 'data-frame'), String(frame));
  }
  const column = page.getByRole('columnheader', { name: 'Push' });
  await column.getByRole('button').click();
  const sorted = (await forces(page)).map(({ push }) => Number(push));
  assert.deepEqual(sorted, [...sorted].sort((a, b) => a - b));
  assert.equal(await column.getAttribute('aria-sort'), 'ascending');
});

test('trails, context rows and the table change the picture', async (t) => {
  const page = await motion(t);
  await scrub(page, 5);
  const canvas = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector('.cloud canvas').toDataURL())))));
  let before = await canvas();
  for (const name of ['Trails', 'Context rows (rings)']) {
    await page.getByRole('checkbox', { name }).check();
    const after = await canvas();
    assert.notEqual(after, before, name);
    before = after;
  }
  const { tables, table } = await ask('motion?run=0');
  const other = tables.find((name) => name !== table);
  await page.getByLabel('Table').selectOption(other);
  await page.waitForFunction((name) => document.querySelector('.cloud').getAttribute('aria-label').includes(name), other);
});

test('of more than two dimensions the view says how much of them the plane holds, and draws no sum', async (t) => {
  const page = await motion(t, 1);
  const { explained, words } = await ask('motion?run=1');
  near(await value(page, 'explained'), explained[0] + explained[1]);
  await choose(page, words[0]);
  assert.deepEqual(await values(page, 'net'), []);
  assert.match(await page.textContent('.sum'), /32 dimensions/);
});

test('the keyboard alone plays, moves through the snapshots and chooses a word', async (t) => {
  const page = await motion(t);
  const slider = page.getByRole('slider', { name: 'Snapshot' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await at(page, 1);
  await page.keyboard.press('End');
  const { frames, words } = await ask('motion?run=0');
  await at(page, frames.length - 1);
  await page.keyboard.press('Home');
  await at(page, 0);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await at(page, 1);
  await page.keyboard.press('Space');
  await page.getByRole('combobox', { name: 'Word' }).focus();
  await page.keyboard.type(words[2]);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-test="force"]');
});
