// The learning signal: every number is what `rowgrad softmax` prints for the scores that the controls say.
import assert from 'node:assert/strict';
import { test as claim } from 'node:test';
import { browser, eventually, open, openNumbers, press, quiet, show, shows, tabTo, test, text, value, values } from './browser.mjs';
import { explore, folder, json, train } from './runs.mjs';

const softmax = (scores, ...more) => json('softmax', `--scores=${scores.join(',')}`, ...more);

/** The numbers of an answer by their names on the page. */
function numbersOf({ probabilities, p_minus_q, loss, row_sums }) {
  const all = { loss: loss.value };
  probabilities.forEach((p, i) => Object.assign(all, { [`probability-${i}`]: p, [`signal-${i}`]: p_minus_q[i], [`row-sum-${i}`]: row_sums[i] }));
  return all;
}

function descentOf({ loss, probabilities }) {
  return { 'descent-loss': loss, ...Object.fromEntries(probabilities.map((p, i) => [`descent-probability-${i}`, p])) };
}

const scoresOf = (page) => page.$$eval('[data-test^="score-"] input', (all) => all.map((el) => Number(el.value)));
const says = (page, answer) => eventually(() => shows(page, numbersOf(answer)));
const slide = (name) => `${test(name)} input`;

claim('the learning signal', async (t) => {
  const place = folder(t);
  const { address } = await explore(t, train(place, 'bigram', 'train.epochs=1'));
  const where = await browser(t);
  const fresh = async (t, options) => {
    const page = await open(t, where, address, options);
    await show(page, address, 'signal');
    return page;
  };

  await t.test('begins with numbers equal to those of rowgrad softmax, and every row of the Jacobian sums to about 0', async (t) => {
    const page = await fresh(t);
    const scores = await scoresOf(page);
    assert.deepEqual(scores, [2, 1, 0.1]);
    await says(page, softmax(scores, '--label', '0'));
    for (let i = 0; i < scores.length; ++i) assert.ok(Math.abs(await value(page, `row-sum-${i}`)) < 1e-6);
    assert.match(await text(page, 'sums'), /p − q sums to 0/);
    assert.match(await text(page, 'at-p'), /^At p = 0\.659: p\(1 − p\) = 0\.2247, −1\/p = −1\.517, and their product p − 1 = −0\.341\.$/);
  });

  await t.test('a score moved by the keyboard changes every number to what rowgrad softmax prints for it', async (t) => {
    const page = await fresh(t);
    await press(page, slide('score-1'), 'ArrowRight', 5);
    await press(page, slide('score-0'), 'ArrowLeft', 3);
    const scores = await scoresOf(page);
    assert.deepEqual(scores, [1.7, 1.5, 0.1]);
    await says(page, softmax(scores, '--label', '0'));
    await press(page, slide('score-2'), 'End');
    await says(page, softmax([1.7, 1.5, 10], '--label', '0'));
    assert.equal(await page.getByLabel('Start from').inputValue(), '-1');
    await page.reload();
    await says(page, softmax([1.7, 1.5, 10], '--label', '0')); // the address keeps them
  });

  await t.test('another true class turns the signal to that class', async (t) => {
    const page = await fresh(t);
    await press(page, `${test('true-class')} input`, 'ArrowRight', 2);
    await says(page, softmax([2, 1, 0.1], '--label', '2'));
  });

  await t.test('a soft target is met by p − q, and its shares sum to 1', async (t) => {
    const page = await fresh(t);
    await press(page, 'fieldset:not([data-test]) input[type="radio"][value="label"]', 'ArrowRight');
    await page.waitForSelector(slide('target-1'));
    assert.equal(await page.locator(test('true-class')).count(), 0);
    await press(page, slide('target-1'), 'ArrowRight', 20);
    await press(page, slide('target-2'), 'ArrowRight', 10);
    const target = await page.$$eval('[data-test^="target-"] input', (all) => all.map((el) => Number(el.value)));
    assert.ok(Math.abs(target.reduce((a, b) => a + b) - 1) < 0.02, target.join());
    await says(page, softmax([2, 1, 0.1], '--target', '0.72,0.18,0.1'));
    await eventually(async () => assert.match(await text(page, 'at-p'), /no one true class/));
  });

  await t.test('a class can be added up to eight and removed down to two, and the numbers follow', async (t) => {
    const page = await fresh(t);
    await press(page, test('add-class'), 'Enter');
    await says(page, softmax([2, 1, 0.1, 0], '--label', '0'));
    await press(page, test('add-class'), 'Enter', 9);
    await eventually(async () => assert.equal((await scoresOf(page)).length, 8));
    assert.equal(await page.getAttribute(test('add-class'), 'aria-disabled'), 'true');
    await says(page, softmax([2, 1, 0.1, 0, 0, 0, 0, 0], '--label', '0'));
    await press(page, test('remove-class'), 'Space', 9);
    assert.equal((await scoresOf(page)).length, 2);
    assert.equal(await page.getAttribute(test('remove-class'), 'aria-disabled'), 'true');
    await says(page, softmax([2, 1], '--label', '0'));
    assert.equal(await page.locator('[data-test^="row-sum-"]').count(), 2);
  });

  await t.test('removing the true class leaves another one true', async (t) => {
    const page = await fresh(t);
    await press(page, `${test('true-class')} input`, 'ArrowRight', 2);
    await press(page, test('remove-class'), 'Enter');
    await says(page, softmax([2, 1], '--label', '1'));
  });

  await t.test('every preset brings its scores and its true class', async (t) => {
    const page = await fresh(t);
    const presets = await (await fetch(`${address}api/presets`)).json();
    const chosen = page.getByLabel('Start from');
    for (const [i, { scores, label }] of presets.entries()) {
      await chosen.selectOption(String(i));
      assert.deepEqual(await scoresOf(page), scores);
      await says(page, softmax(scores, '--label', String(label)));
    }
  });

  await t.test('following the signal takes the steps that rowgrad softmax --step takes', async (t) => {
    const page = await fresh(t);
    const { way, falls } = softmax([2, 1, 0.1], '--label', '0', '--step', '1', '--steps', '200').descent;
    const at = (i) => eventually(() => shows(page, descentOf(way[i])));
    await at(0);
    await press(page, test('descent-step'), 'Enter', 2);
    await at(2);
    assert.match(await text(page, 'descent-text'), /^After 2 steps: loss/);
    await press(page, slide('descent-scrubber'), 'ArrowRight', 3);
    await at(5);
    await press(page, test('descent-converge'), 'Enter');
    await at(way.length - 1);
    assert.equal(await page.getAttribute(test('descent-step'), 'aria-disabled'), 'true');
    await press(page, test('descent-again'), 'Enter');
    await at(0);
    assert.equal(await page.getAttribute(test('descent-falls'), 'data-value'), String(falls));
  });

  await t.test('a rate that is too large is told to make the loss rise where rowgrad softmax sees it rise', async (t) => {
    const page = await fresh(t);
    const rate = '#' + (await page.getByLabel('Learning rate', { exact: true }).getAttribute('id'));
    await press(page, rate, 'End');
    const { way, falls, first_rise } = softmax([2, 1, 0.1], '--label', '0', '--step', '32', '--steps', '200').descent;
    await eventually(async () => assert.equal(await page.getAttribute(test('descent-falls'), 'data-value'), String(falls)));
    await eventually(async () => assert.match(await text(page, 'descent-falls'), falls ? /rate 32 the loss falls/ : new RegExp(`rate 32 the loss rises at step ${first_rise}:`)));
    await press(page, test('descent-step'), 'Enter');
    await eventually(() => shows(page, descentOf(way[1])));
  });

  await t.test('without reduced motion it converges step by step and can be stopped on the way', async (t) => {
    const page = await fresh(t, { reducedMotion: 'no-preference' });
    await press(page, test('descent-converge'), 'Enter');
    await eventually(async () => assert.match(await text(page, 'descent-text'), /^After [3-9] steps/));
    await press(page, test('descent-again'), 'Enter');
    await quiet(page);
    assert.match(await text(page, 'descent-text'), /^After 0 steps/);
  });

  await t.test('each chart has its numbers as a table', async (t) => {
    const page = await fresh(t);
    const count = await page.locator('figure.chart').count();
    assert.equal(count, 4);
    await openNumbers(page, 'figure.chart');
    await eventually(async () => assert.equal(await page.locator('figure.chart table').count(), count));
    await tabTo(page, 'figure.chart .scrolling');
    assert.ok((await values(page, 'probability-0')).length > 0);
  });
});
