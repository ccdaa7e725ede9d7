// The language view: what comes next, what the model writes, bigrams and attention, as the commands print them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, eventually, figureOf, near, numbersOfFigure, open, show, value, values } from './browser.mjs';
import { explore, folder, json, train } from './runs.mjs';

const place = folder(test);
const bigram = train(place, 'bigram', 'train.epochs=5');
const mlp = train(place, 'mlp', 'train.epochs=2');
const attends = train(place, 'transformer', 'train.epochs=1');
const classifier = train(place, 'order_attention', 'train.epochs=2');
const where = await browser(test);
const { address } = await explore(test, bigram, mlp, attends, classifier);

async function language(t, run) {
  const page = await open(t, where, address);
  await show(page, address, 'language', run);
  return page;
}

/** Waits until the most probable symbol has this probability. */
const first = (page, probability) =>
  page.waitForFunction((p) => Math.abs(Number(document.querySelector('[data-test="next-first"]')?.dataset.value) - p) < 1e-6, probability);

const probabilities = (run, ...settings) => json('generate', run, '--probabilities', ...settings);

async function type(page, label, text) {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

/** The texts as shown: an empty one is there as "nothing". */
const samples = (page) => page.$$eval('[data-test^="sample-"]', (all) => all.map((el) => el.dataset.value));

const number = (text) => Number(text.replaceAll('−', '-').replaceAll(',', '').replace(' %', ''));

test('the next symbol after a prefix, at each temperature and top k, is as `rowgrad generate --probabilities` prints', async (t) => {
  const page = await language(t, 1);
  await first(page, probabilities(mlp)[0].probability);
  await type(page, 'Text so far', 'em');
  await first(page, probabilities(mlp, '--prompt', 'em')[0].probability);
  await page.getByRole('slider', { name: 'Temperature' }).first().fill('0.5');
  await first(page, probabilities(mlp, '--prompt', 'em', '--temperature', '0.5')[0].probability);
  await page.getByLabel('Choose among').selectOption('3');
  const three = probabilities(mlp, '--prompt', 'em', '--temperature', '0.5', '--top-k', '3');
  await first(page, three[0].probability);
  const rows = await numbersOfFigure(figureOf(page, 'The next symbol'));
  three.forEach(({ token, probability }, i) => {
    assert.equal(rows[i][0], token);
    near(number(rows[i][1]), probability, 1e-3);
  });
});

test('a button goes on with a symbol, and an unknown one is met with a message', async (t) => {
  const page = await language(t, 1);
  await type(page, 'Text so far', 'e');
  await first(page, probabilities(mlp, '--prompt', 'e')[0].probability);
  const buttons = page.getByRole('group', { name: 'Go on with' }).getByRole('button');
  const token = probabilities(mlp, '--prompt', 'e').find(({ token: one }) => one !== '</s>').token;
  await page.getByRole('button', { name: `Go on with ${token}`, exact: true }).click();
  await first(page, probabilities(mlp, '--prompt', `e${token}`)[0].probability);
  assert.equal(await page.getByLabel('Text so far').inputValue(), `e${token}`);
  assert.ok((await buttons.count()) > 1);
  await type(page, 'Text so far', 'é');
  await page.waitForSelector('[role="alert"]');
  await type(page, 'Text so far', 'a');
  await first(page, probabilities(mlp, '--prompt', 'a')[0].probability);
});

test('each score is taken apart as `rowgrad nearest --hidden` does', async (t) => {
  const page = await language(t, 1);
  await type(page, 'Text so far', 'em');
  await first(page, probabilities(mlp, '--prompt', 'em')[0].probability);
  const { neighbours } = json('nearest', mlp, '--hidden', 'em', '--count', '8');
  for (const [i, printed] of neighbours.entries())
    for (const name of ['dot', 'bias', 'score', 'probability', 'cosine', 'cosine_rank']) near(await value(page, `match-${name}-${i}`), printed[name]);
  await page.getByRole('button', { name: 'Place by cosine' }).click();
  const ranks = await page.$$eval('[data-test^="match-cosine_rank-"]', (all) => all.map((el) => Number(el.dataset.value)));
  assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
});

test('the texts are those that `rowgrad generate` writes with the same seed and temperature', async (t) => {
  const page = await language(t, 0);
  const printed = (seed, temperature) =>
    json('generate', bigram, '--count', '10', '--seed', seed, '--temperature', temperature).map(({ text }) => text);
  const until = async (expected) => {
    await page.waitForFunction((texts) => JSON.stringify([...document.querySelectorAll('[data-test^="sample-"]')].map((el) => el.dataset.value)) === texts, JSON.stringify(expected)).catch(() => {});
    assert.deepEqual(await samples(page), expected);
  };
  await until(printed('1', '1'));
  await page.getByRole('button', { name: 'Write others' }).click();
  await until(printed('2', '1'));
  await page.getByRole('slider', { name: 'Seed' }).fill('7');
  await until(printed('7', '1'));
  await page.getByRole('slider', { name: 'Temperature' }).nth(1).fill('0.5');
  await until(printed('7', '0.5'));
});

test('the bigram probabilities, counted and of the model, are those of `rowgrad bigram`', async (t) => {
  const page = await language(t, 0);
  const { symbols, counts, counted, model, largest_difference: largest } = json('bigram', bigram);
  near(await value(page, 'largest-difference'), largest);
  const rows = await numbersOfFigure(figureOf(page, 'The model'));
  assert.ok(rows.length >= 200);
  rows.forEach(([, , count, share, said], i) => {
    const [before, after] = [Math.floor(i / symbols.length), i % symbols.length];
    assert.equal(number(count), counts[before][after]);
    near(number(share), counted[before][after], 1e-3);
    near(number(said), model[before][after], 1e-3);
  });
  await page.getByRole('radio', { name: 'Difference' }).check();
  await page.waitForSelector('figcaption:text-is("Model less counted")');
  await page.getByRole('radio', { name: 'Side by side' }).check();
  await page.waitForSelector('figcaption:text-is("Counted in the data")');
});

for (const [what, number_, run, text] of [['a language model', 2, () => attends, 'emma'], ['a classifier', 3, () => classifier, 'not bad']])
  test(`every head's attention of ${what} is as \`rowgrad attention\` prints`, async (t) => {
    const page = await language(t, number_);
    await type(page, 'Text to look at', text);
    const { layers, tokens } = json('attention', run(), '--text', text);
    for (const [l, { name, heads }] of layers.entries()) {
      if (layers.length > 1) await (layers.length <= 4 ? page.getByRole('radio', { name }).check() : page.getByLabel('Layer').selectOption(String(l)));
      for (const [h, head] of heads.entries()) {
        const shown = page.locator('figure', { has: page.locator(`figcaption:text-is("Head ${h}")`) });
        await eventually(async () => {
          const rows = await numbersOfFigure(shown);
          assert.equal(rows.length, tokens.length);
          rows.forEach(([, ...row], r) => row.forEach((cell, c) => near(number(cell), head[r][c], 1e-3)));
        });
      }
    }
  });

test('the keyboard alone writes a text, sets the temperature and asks for other samples', async (t) => {
  const page = await language(t, 1);
  await first(page, probabilities(mlp)[0].probability);
  await page.getByLabel('Text so far').focus();
  await page.keyboard.type('b');
  await page.keyboard.press('Enter');
  await first(page, probabilities(mlp, '--prompt', 'b')[0].probability);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await first(page, probabilities(mlp, '--prompt', 'b', '--temperature', '0.1')[0].probability);
  const before = await samples(page);
  await page.getByRole('button', { name: 'Write others' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((old) => document.querySelector('[data-test="sample-0"]').dataset.value !== old, before[0]);
  assert.equal((await values(page, 'next-first')).length, 1);
});
