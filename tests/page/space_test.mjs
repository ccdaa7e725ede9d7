// The space view: every word and cosine that it shows is one that the commands print.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, near, open, show, value, values } from './browser.mjs';
import { explore, folder, json, root, train } from './runs.mjs';

const CATEGORIES = join(root, 'data/world.categories.tsv');

const place = folder(test);
const run = train(place, 'world', 'train.epochs=20');
const where = await browser(test);
const { address } = await explore(test, run, '--categories', CATEGORIES);

/** The words and numbers of a list, in its order. */
const found = (page, name) => page.$$eval(`[data-test="${name}"]`, (all) => all.map((el) => [el.dataset.word, Number(el.dataset.value)]));

function equal(shown, printed) {
  assert.deepEqual(shown.map(([word]) => word), printed.map(({ word }) => word));
  shown.forEach(([, score], i) => near(score, printed[i].score));
}

async function space(t) {
  const page = await open(t, where, address);
  await show(page, address, 'space');
  await page.waitForSelector('[data-test="explained"]');
  return page;
}

async function search(page, label, word) {
  await page.getByRole('combobox', { name: label, exact: true }).fill(word);
  await page.keyboard.press('Enter');
}

const shown = (page, word) => page.waitForSelector(`[data-test="chosen"][data-word="${word}"]`);
const chosen = (page, group, name) => page.getByRole('group', { name: group, exact: true }).getByRole('radio', { name, exact: true });

test('the neighbours of a searched word, and of one picked among them, are those of `rowgrad nearest`', async (t) => {
  const page = await space(t);
  await page.getByRole('combobox', { name: 'Find a word' }).fill('ca');
  const offered = await page.locator('[role="option"]').allTextContents();
  assert.ok(offered.includes('cat') && offered.every((word) => word.includes('ca')), String(offered));
  await page.getByRole('option', { name: 'cat', exact: true }).click();
  await shown(page, 'cat');
  const printed = (word) => json('nearest', run, word, '--count', '12')[0].neighbours;
  equal(await found(page, 'neighbour'), printed('cat'));
  const next = page.locator('[data-test="neighbour"] button').nth(1);
  const [word] = (await found(page, 'neighbour'))[1];
  await next.click();
  await shown(page, word);
  equal(await found(page, 'neighbour'), printed(word));
});

test('the words that answer an analogy are those of `rowgrad analogy`', async (t) => {
  const page = await space(t);
  await page.getByRole('tab', { name: 'Analogy' }).click();
  for (const [name, word] of [['a', 'man'], ['is to b', 'king'], ['as c', 'woman']]) await search(page, name, word);
  await page.waitForSelector('[data-test="analogy"]');
  const { answers } = json('analogy', run, 'man', 'king', 'woman', '--count', '5');
  equal(await found(page, 'analogy'), answers);
  assert.equal(await page.textContent('[data-test="analogy-formula"]'), `man is to king as woman is to ${answers[0].word}.`);
  await page.locator('[data-test="analogy"] button').first().click();
  await search(page, 'as c', 'girl');
  await page.waitForFunction(() => document.querySelector('[data-test="analogy-formula"]').textContent.includes('as girl'));
  equal(await found(page, 'analogy'), json('analogy', run, 'man', 'king', 'girl', '--count', '5').answers);
});

test('the word that does not belong, and each mean cosine, are those of `rowgrad intruder`', async (t) => {
  const page = await space(t);
  await page.getByRole('tab', { name: 'Intruder' }).click();
  await page.fill('[data-test="intruder-words"]', 'cat dog horse king');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-test="intruder"]');
  const printed = json('intruder', run, 'cat', 'dog', 'horse', 'king');
  assert.equal(await page.getAttribute('[data-test="intruder"]', 'data-word'), printed.intruder);
  equal(await found(page, 'similarity'), printed.mean_similarity);
  await page.fill('[data-test="intruder-words"]', 'cat dog nosuchword');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('[role="alert"]').textContent(), /nosuchword/);
});

test('categories colour the words that the file names, can be taken away, and give way to the nearest label', async (t) => {
  const page = await space(t);
  const named = new Map();
  const vocabulary = new Set(readFileSync(join(run, 'vocab.txt'), 'utf8').split('\n').map((line) => line.split(/\s/)[0]));
  for (const line of readFileSync(CATEGORIES, 'utf8').split('\n')) {
    const [word, category] = line.split('\t');
    if (category && vocabulary.has(word)) named.set(category, (named.get(category) ?? 0) + 1);
  }
  const categories = () => found(page, 'category');
  assert.deepEqual(new Map(await categories()), named);

  const picture = () => page.evaluate(() => document.querySelector('.cloud canvas').toDataURL());
  await page.waitForFunction(() => globalThis.rowgradFrames?.length > 0);
  const before = await picture();
  const first = page.locator('button[data-test="category"]').first();
  await first.click();
  assert.equal(await first.getAttribute('aria-pressed'), 'false');
  await page.waitForFunction((old) => document.querySelector('.cloud canvas').toDataURL() !== old, before);
  await first.click();
  assert.equal(await first.getAttribute('aria-pressed'), 'true');

  await chosen(page, 'Colours', 'One').check();
  assert.equal(await page.locator('[data-test="category"]').count(), 0);
  await chosen(page, 'Colours', 'Nearest label').check();
  await page.getByLabel(/^Labels/).fill('cat paris');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-test="category"]');
  const labels = await categories();
  assert.deepEqual(labels.map(([word]) => word), ['cat', 'paris']);
  const answer = await (await fetch(`${address}api/nearest_label?run=0&words=cat,paris`)).json();
  const of = Buffer.from(answer.of.u8, 'base64');
  labels.forEach(([, count], i) => assert.equal(count, of.filter((label) => label === i).length));
});

test('two and three dimensions by PCA say what they hold; UMAP arranges all words, shows progress and can be cancelled', async (t) => {
  const page = await space(t);
  const answer = await (await fetch(`${address}api/space?run=0`)).json();
  for (const dimensions of [3, 2]) {
    await chosen(page, 'Dimensions', String(dimensions)).check();
    const shares = await values(page, 'explained');
    assert.equal(shares.length, dimensions);
    shares.forEach((share, i) => near(share, answer.explained[i]));
  }
  await chosen(page, 'Projection', 'UMAP').check();
  await page.waitForSelector('[data-test="progress"]');
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await chosen(page, 'Projection', 'PCA').isChecked(), true);
  assert.equal(await page.locator('[data-test="explained"]').count(), 2);
  await chosen(page, 'Projection', 'UMAP').check();
  await page.waitForSelector('[data-test="umap"]', { timeout: 60_000 });
  assert.equal(await value(page, 'umap'), answer.words.length);
});

test('the picture moves, zooms and turns by its buttons and by keys', async (t) => {
  const page = await space(t);
  await chosen(page, 'Dimensions', '3').check();
  const canvas = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector('.cloud canvas').toDataURL())))));
  let before = await canvas();
  const changes = async (what, act) => {
    await act();
    const after = await canvas();
    assert.notEqual(after, before, what);
    before = after;
  };
  for (const name of ['Zoom in', 'Zoom out', 'Move left', 'Move right', 'Move up', 'Move down'])
    await changes(name, () => page.getByRole('button', { name }).click());
  await changes('zoom', () => page.getByRole('button', { name: 'Zoom in' }).click());
  await changes('all', () => page.getByRole('button', { name: 'Show all' }).click());
  await page.getByRole('button', { name: 'Drag turns' }).click();
  assert.equal(await page.getByRole('button', { name: 'Drag turns' }).getAttribute('aria-pressed'), 'true');
  await page.locator('.cloud').focus();
  for (const key of ['+', 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowUp', '-', '0']) await changes(key, () => page.keyboard.press(key));
});

test('the keyboard alone finds a word, its neighbours and an analogy', async (t) => {
  const page = await space(t);
  await page.getByRole('combobox', { name: 'Find a word' }).focus();
  await page.keyboard.type('do');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await page.keyboard.type('g');
  await page.keyboard.press('Enter');
  await shown(page, 'dog');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('[data-test="chosen"]').dataset.word !== 'dog');
  await page.getByRole('tab', { name: 'Neighbours' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab'); // the panel
  for (const word of ['man', 'king', 'woman']) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
  }
  await page.waitForSelector('[data-test="analogy"]');
});
