// The trust view: how often a classifier is right, how sure it is, and where it is most wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, figureOf, near, numbersOfFigure, open, show, value, values } from './browser.mjs';
import { explore, folder, json, train } from './runs.mjs';

const place = folder(test);
const run = train(place, 'sentiment');
const printed = json('evaluate', run, '--worst', '20');
const where = await browser(test);
const { address } = await explore(test, run);

async function trust(t) {
  const page = await open(t, where, address);
  await show(page, address, 'trust');
  await page.waitForSelector('[data-test="count"]');
  return page;
}

async function split(page, name) {
  await page.getByRole('radio', { name, exact: true }).check();
  await page.waitForFunction((rows) => Number(document.querySelector('[data-test="count"]').dataset.value) === rows, printed[name].rows);
}

async function numbers(page, title) {
  const texts = await numbersOfFigure(figureOf(page, title));
  return texts.map((row) => row.map((text) => (/^[−\d.,e% ]+$/.test(text) ? Number(text.replaceAll('−', '-').replaceAll(',', '').replace(' %', '')) : text)));
}

for (const name of ['train', 'test'])
  test(`count, accuracy, loss and calibration error of ${name} are those of \`rowgrad evaluate\``, async (t) => {
    const page = await trust(t);
    await split(page, name);
    const { rows, accuracy, loss, calibration_error: error } = printed[name];
    near(await value(page, 'count'), rows);
    near(await value(page, 'accuracy'), accuracy);
    near(await value(page, 'loss'), loss);
    near(await value(page, 'calibration-error'), error);
  });

test('the twenty worst examples, their probability, loss and the weights of their words are those of `--worst 20`', async (t) => {
  const page = await trust(t);
  for (const name of ['train', 'test']) {
    await split(page, name);
    const { worst } = printed[name];
    assert.equal(await page.locator('.mistakes > li').count(), 20);
    for (const [k, example] of worst.entries()) {
      near(await value(page, `mistake-${k}-probability`), example.probability);
      near(await value(page, `mistake-${k}-loss`), example.loss);
      const item = page.locator(`[data-test="mistake-${k}"]`);
      assert.match(await item.textContent(), new RegExp(`Text ${example.number + 1}: truly ${example.label}`));
      const weights = await item.locator('[data-test="weight"]').evaluateAll((all) => all.map((el) => [el.textContent, Number(el.dataset.value)]));
      assert.deepEqual(weights.map(([word]) => word), example.words.map(({ word }) => word));
      weights.forEach(([, weight], i) => near(weight, example.words[i].weight));
    }
  }
  const first = page.locator('[data-test="mistake-0"]');
  await first.locator('summary').click();
  await first.locator('tbody tr').first().waitFor();
  assert.equal(await first.locator('tbody tr').count(), printed.test.worst[0].words.length);
});

test('bins and confusion have the numbers of `rowgrad evaluate`', async (t) => {
  const page = await trust(t);
  await split(page, 'test');
  const filled = printed.test.bins.filter(({ count }) => count > 0);
  const rows = await numbers(page, 'Accuracy over confidence');
  for (const { count, accuracy, confidence } of filled)
    assert.ok(
      rows.some((row) => row.includes(count) && [accuracy, confidence].every((p) => row.some((cell) => typeof cell === 'number' && Math.abs(cell - p) < 1e-3))),
      `a bin of ${count} with accuracy ${accuracy}: ${JSON.stringify(rows)}`,
    );
  const matrix = await numbers(page, 'Confusion matrix');
  assert.deepEqual(matrix.map(([, ...row]) => row), printed.test.confusion);
});

test('the keyboard alone changes the split and opens the weights of a text', async (t) => {
  const page = await trust(t);
  await page.getByRole('radio', { name: 'test', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((rows) => Number(document.querySelector('[data-test="count"]').dataset.value) === rows, printed.train.rows);
  const summary = page.locator('[data-test="mistake-0"] summary');
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-test="mistake-0"] tbody tr');
  assert.equal((await values(page, 'mistake-19-loss')).length, 1);
});
