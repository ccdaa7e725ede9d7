// A report is one file that asks nobody: every view, and the questions that were recorded.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, near, open, show, value, values } from './browser.mjs';
import { folder, json, root, rowgrad, train } from './runs.mjs';

// The size of a report hardly depends on how long a run was trained; the transformer takes longest.
const SETTINGS = { transformer: ['train.epochs=1'], world: ['train.epochs=20'] };
const NAMES = ['bigram', 'sentiment', 'order_attention', 'order_gru', 'transformer', 'sgns_plane', 'world', 'sgns', 'mlp'];
const LARGEST = 2e6; // bytes

const place = folder(test);
const runs = Object.fromEntries(NAMES.map((name) => [name, train(place, name, ...(SETTINGS[name] ?? []))]));
const where = await browser(test);
const together = ['sentiment', 'world', 'sgns_plane', 'transformer'];
const report = join(place, 'report.html');
rowgrad('report', ...together.map((name) => runs[name]), '-o', report, '--categories', join(root, 'data/world.categories.tsv'),
  '--text', 'never good', '--text', 'emma', '--analogy', 'man king woman', '--analogy', 'man king girl', '--intruder', 'cat,dog,horse,king', '--intruder', 'paris,london,cat');
const address = `file://${report}`;
const run = (name) => together.indexOf(name);

async function view(t, name, of) {
  const page = await open(t, where, null);
  await show(page, address, name, run(of));
  return page;
}

test("the report of each shipped config's run is below 2 MB", (t) => {
  const sizes = NAMES.map((name) => {
    const file = join(place, `${name}.html`);
    rowgrad('report', runs[name], '-o', file);
    return [name, statSync(file).size];
  });
  t.diagnostic(sizes.map(([name, size]) => `${name} ${(size / 1e6).toFixed(2)} MB`).join(', '));
  assert.deepEqual(sizes.filter(([, size]) => size >= LARGEST), []);
});

test('every view of every run is drawn from the file alone, without a request and without a message', async (t) => {
  const page = await open(t, where, null);
  for (const [id, name] of together.entries()) {
    await show(page, address, 'training', id);
    const views = await page.$$eval('nav a', (all) => all.map((a) => a.textContent));
    for (const title of views) {
      await page.getByRole('navigation').getByRole('link', { name: title, exact: true }).click();
      await page.waitForSelector(`h1:text-is("${title}")`);
      await page.waitForSelector('main canvas, main table, main .graph');
      assert.deepEqual(await page.locator('main [role="alert"]').allTextContents(), [], `${title} of ${name}`);
    }
  }
});

test('recorded phrases can be chosen and are traced', async (t) => {
  const page = await view(t, 'gradient', 'sentiment');
  const phrases = page.locator('main select').first();
  const offered = await phrases.locator('option').allTextContents();
  for (const phrase of ['not bad', 'bad not', 'never good']) assert.ok(offered.includes(phrase), `${phrase} in ${offered}`);
  await phrases.selectOption('never good');
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('never'));
});

test('recorded analogies and intruders have the answers of the commands', async (t) => {
  const page = await view(t, 'space', 'world');
  const found = (name) => page.$$eval(`[data-test="${name}"]`, (all) => all.map((el) => [el.dataset.word, Number(el.dataset.value)]));
  const equal = (shown, printed) => {
    assert.deepEqual(shown.map(([word]) => word), printed.map(({ word }) => word));
    shown.forEach(([, score], i) => near(score, printed[i].score));
  };
  await page.getByRole('tab', { name: 'Analogy' }).click();
  for (const c of ['woman', 'girl']) {
    await page.getByLabel('Analogy', { exact: true }).and(page.locator('select')).selectOption({ label: `man : king :: ${c} : ?` });
    await page.waitForFunction((word) => document.querySelector('[data-test="analogy-formula"]').textContent.includes(`as ${word}`), c);
    equal(await found('analogy'), json('analogy', runs.world, 'man', 'king', c, '--count', '5').answers);
  }
  await page.getByRole('tab', { name: 'Intruder' }).click();
  for (const words of ['cat,dog,horse,king', 'paris,london,cat']) {
    await page.getByLabel('Words', { exact: true }).selectOption(words);
    const printed = json('intruder', runs.world, ...words.split(','));
    await page.waitForSelector(`[data-test="intruder"][data-word="${printed.intruder}"]`);
    equal(await found('similarity'), printed.mean_similarity);
  }
});

test('the neighbours of any word are in the report, and UMAP needs no server', async (t) => {
  const page = await view(t, 'space', 'world');
  await page.getByRole('combobox', { name: 'Find a word' }).fill('cat');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-test="chosen"][data-word="cat"]');
  const shown = await page.$$eval('[data-test="neighbour"]', (all) => all.map((el) => [el.dataset.word, Number(el.dataset.value)]));
  assert.ok(shown.length >= 10);
  const printed = json('nearest', runs.world, 'cat', '--count', String(shown.length))[0].neighbours;
  assert.deepEqual(shown.map(([word]) => word), printed.map(({ word }) => word));
  shown.forEach(([, score], i) => near(score, printed[i].score));
  await page.getByRole('radio', { name: 'UMAP' }).check();
  await page.waitForSelector('[data-test="umap"]', { timeout: 60_000 });
});

test('motion, language and trust answer from what was recorded', async (t) => {
  const moving = await view(t, 'motion', 'sgns_plane');
  await moving.getByLabel('Word', { exact: true }).selectOption({ index: 1 });
  await moving.waitForSelector('[data-test="force"]');

  const writing = await view(t, 'language', 'transformer');
  for (const temperature of ['0.5', '1.5']) {
    await writing.getByRole('group', { name: 'Temperature' }).first().getByRole('radio', { name: temperature, exact: true }).check();
    const [{ probability }] = json('generate', runs.transformer, '--probabilities', '--temperature', temperature);
    await writing.waitForFunction((p) => Math.abs(Number(document.querySelector('[data-test="next-first"]').dataset.value) - p) < 1e-5, probability);
  }
  await writing.getByLabel('Text so far').selectOption('emma');
  const trusting = await view(t, 'trust', 'sentiment');
  for (const split of ['train', 'test']) {
    await trusting.getByRole('radio', { name: split, exact: true }).check();
    const { rows, loss } = json('evaluate', runs.sentiment)[split];
    await trusting.waitForFunction((n) => Number(document.querySelector('[data-test="count"]').dataset.value) === n, rows);
    near(await value(trusting, 'loss'), loss);
  }
  assert.equal((await values(trusting, 'mistake-0-loss')).length, 1);
});
