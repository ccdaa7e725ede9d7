// The gradient: every number is what `rowgrad trace` prints for the phrase, the label and the rate that the controls say.
import assert from 'node:assert/strict';
import { test as claim } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { browser, eventually, labelled, open, openNumbers, press, quiet, show, shows, tableOf, test, text, write } from './browser.mjs';
import { explore, folder, json, train } from './runs.mjs';

const named = (prefix, names, numbers) => Object.fromEntries(names.map((name, i) => [`${prefix}-${name}`, numbers[i]]));

/** The numbers of a trace by their names on the page. */
function numbersOf({ classifier, forward, backward, loss }) {
  const { names, logits, probabilities } = classifier;
  const of = (list, name) => list.find((one) => one.name === name);
  return {
    ...named('logits', names, of(forward, logits).values[0]),
    ...named('probability', names, probabilities[0]),
    ...named('gradient-logits', names, of(backward, logits).gradient[0]),
    loss: loss.loss[0],
    'gradient-loss': of(backward, 'loss').gradient[0][0],
  };
}

const afterStep = ({ classifier, loss }, update) => ({
  ...named('before-probability', classifier.names, classifier.probabilities[0]),
  ...named('after-probability', classifier.names, update.probabilities[0]),
  'loss-before': loss.loss[0],
  'loss-after': update.loss.loss[0],
});

const isSaid = (page, name) => page.getAttribute(test(name), 'data-value');

claim('the gradient', async (t) => {
  const place = folder(t);
  const bag = train(place, 'sentiment');
  const ordered = train(place, 'order_attention', 'train.epochs=1');
  const { address } = await explore(t, bag, ordered);
  const where = await browser(t);
  const fresh = async (t, run = 0, options = {}) => {
    const page = await open(t, where, address, options);
    await show(page, address, 'gradient', run);
    await page.waitForSelector(test('same-logits'));
    return page;
  };
  const trace = (run, given, label, ...more) => json('trace', run, '--text', given, '--label', label, ...more);
  const says = (page, answer) => eventually(() => shows(page, numbersOf(answer)));

  await t.test('logits, probabilities, loss and gradients are those of rowgrad trace, for a sum and for attention', async (t) => {
    for (const [run, path] of [bag, ordered].entries()) {
      const page = await fresh(t, run);
      const label = await page.getByLabel('True label').inputValue();
      const answer = trace(path, 'not bad', label);
      await says(page, answer);
      await shows(page, afterStep(answer, answer.updates[0]));
      for (const [i, name] of answer.inputs[0].names.entries()) assert.equal(await text(page, `token-${i}`), `${name}row ${answer.inputs[0].ids[i]}`);
    }
  });

  await t.test('"not bad" beside "bad not" has the same logits to the last bit where rows are summed, and every layer after the sum too', async (t) => {
    const page = await fresh(t);
    assert.equal(await isSaid(page, 'same-logits'), 'true');
    assert.match(await text(page, 'same-logits'), /the same to the last bit/);
    for (const layer of ['phrase', 'logits']) assert.equal(await isSaid(page, `same-layer-${layer}`), 'true');
    const [first, second] = [trace(bag, 'not bad', 'positive'), trace(bag, 'bad not', 'positive')];
    assert.deepEqual(first.classifier.probabilities, second.classifier.probabilities);
    const { names, probabilities } = first.classifier;
    await shows(page, { ...named('first-probability', names, probabilities[0]), ...named('second-probability', names, probabilities[0]) }, 0);
  });

  await t.test('"not bad" beside "bad not" has other logits where attention knows the order', async (t) => {
    const page = await fresh(t, 1);
    assert.equal(await isSaid(page, 'same-logits'), 'false');
    assert.equal(await isSaid(page, 'same-layer-logits'), 'false');
    const label = await page.getByLabel('True label').inputValue();
    const [first, second] = [trace(ordered, 'not bad', label), trace(ordered, 'bad not', label)];
    assert.notDeepEqual(first.classifier.probabilities, second.classifier.probabilities);
    const { names } = first.classifier;
    await shows(page, { ...named('first-probability', names, first.classifier.probabilities[0]), ...named('second-probability', names, second.classifier.probabilities[0]) });
  });

  await t.test('another second phrase is compared in its turn', async (t) => {
    const page = await fresh(t);
    await write(page, 'Second phrase', 'a good film');
    await eventually(async () => assert.equal(await isSaid(page, 'same-logits'), 'false'));
    const { names, probabilities } = trace(bag, 'a good film', 'positive').classifier;
    await shows(page, named('second-probability', names, probabilities[0]));
  });

  await t.test('every word gets the identical gradient where rows are summed, and its own through attention', async (t) => {
    for (const [run, path, identical] of [[0, bag, true], [1, ordered, false]]) {
      const page = await fresh(t, run);
      const { forward, backward } = trace(path, 'not bad', await page.getByLabel('True label').inputValue());
      const ofWords = backward.filter(({ name }) => forward.find((layer) => layer.name === name).domain === 'token');
      const same = ofWords.map(({ gradient: [first, second] }) => isDeepStrictEqual(first, second));
      assert.equal(same[same.length - 1], identical); // the rows of the table itself
      assert.deepEqual(await page.$$eval(test('rows-same'), (all) => all.map((el) => JSON.parse(el.dataset.value))), same);
      const said = await page.locator(test('rows-same')).last().textContent();
      assert.match(said, same[same.length - 1] ? /all 2 rows are the same to the last bit/ : /the rows differ/);
    }
  });

  await t.test('the numbers of the gradient that each word gets are those of rowgrad trace', async (t) => {
    const page = await fresh(t);
    await openNumbers(page, '.graph');
    const { forward, backward } = trace(bag, 'not bad', 'positive');
    for (const [title, rows] of [['embed', forward[0].values], ['∂L/∂embed', backward.find(({ name }) => name === 'embed').gradient]]) {
      const table = await tableOf(page, `Numbers of ${title}`);
      assert.deepEqual(table.columns, ['number', 'not', 'bad']);
      assert.deepEqual(table.rows.map((cells) => cells[1].value), rows[0]);
      assert.deepEqual(table.rows.map((cells) => cells[2].value), rows[1]);
    }
  });

  await t.test('a phrase and a label are chosen by the keyboard, and the numbers follow and stay in the address', async (t) => {
    const page = await fresh(t);
    await write(page, 'Phrase', 'a good film');
    await press(page, await labelled(page, 'True label'), 'ArrowDown');
    const answer = trace(bag, 'a good film', 'negative');
    await says(page, answer);
    await page.reload();
    await says(page, answer);
  });

  await t.test('a word that the model does not know is named in place, and a phrase of none goes through as zeros', async (t) => {
    const page = await fresh(t);
    await write(page, 'Phrase', 'zzzz good');
    await eventually(async () => assert.match(await text(page, 'reading'), /Read as 1 token\. Not among them, because the model has no row of that name: zzzz\./));
    await says(page, trace(bag, 'zzzz good', 'positive'));
    await write(page, 'Phrase', 'zzzz');
    await eventually(async () => assert.match(await text(page, 'reading'), /Read as 0 tokens.*zzzz/));
    assert.match(await page.textContent('.graph'), /None: the phrase has no word that the model knows/);
    await says(page, trace(bag, 'zzzz', 'positive'));
    await write(page, 'Second phrase', 'zzzz');
    await eventually(async () => assert.match(await text(page, 'same-logits'), /\(no word\).*\(no word\) are the same/));
    await write(page, 'Phrase', 'not bad');
    await says(page, trace(bag, 'not bad', 'positive'));
  });

  await t.test('applying the step by SGD and by the rule of the run gives what rowgrad trace gives', async (t) => {
    const page = await fresh(t);
    const answer = trace(bag, 'not bad', 'positive');
    assert.equal(await text(page, 'rule'), 'row ← row − 0.1 · ∂L/∂row');
    await press(page, 'fieldset input[type="radio"][value="0"]', 'ArrowRight');
    await eventually(async () => assert.match(await text(page, 'rule'), /AdamW/));
    await shows(page, afterStep(answer, answer.updates[1]));
    const { rows } = await tableOf(page, 'Rows that the step reaches');
    const moved = (name) => answer.updates[1].parameters.find((parameter) => parameter.name === name).rows_moved;
    rows.forEach(([name, count, , touched, cell], i) => {
      const parameter = answer.parameters[i];
      assert.deepEqual([name.text, count.text, touched.text, cell.text], [parameter.name, ...[parameter.shape[0], parameter.rows.length, moved(parameter.name)].map(String)]);
    });
  });

  await t.test('the learning rate of SGD moves by the keyboard, and the step with it', async (t) => {
    const page = await fresh(t);
    await press(page, await labelled(page, 'Learning rate of SGD'), 'ArrowRight', 4);
    const answer = trace(bag, 'not bad', 'positive', '--step', '0.16');
    await eventually(async () => assert.equal(await text(page, 'rule'), 'row ← row − 0.16 · ∂L/∂row'));
    await shows(page, afterStep(answer, answer.updates[0]));
    await page.keyboard.press('End');
    const large = trace(bag, 'not bad', 'positive', '--step', '10');
    await eventually(() => shows(page, afterStep(large, large.updates[0])));
  });

  await t.test('back, next and the slider go through the steps, forward then backward, and stop at both ends', async (t) => {
    const page = await fresh(t);
    const at = () => page.locator('.graph > li').evaluateAll((all) => all.findIndex((el) => el.getAttribute('aria-current') === 'step'));
    const count = await page.locator('.graph > li').count();
    assert.equal(await at(), count - 1);
    assert.equal(await page.getAttribute(test('step-next'), 'aria-disabled'), 'true');
    await press(page, test('step-back'), 'Enter', 2);
    assert.equal(await at(), count - 3);
    assert.equal(await page.locator('.graph > li.later').count(), 2);
    await press(page, test('step-next'), 'Space');
    assert.equal(await at(), count - 2);
    await press(page, await labelled(page, 'Step'), 'Home');
    assert.equal(await at(), 0);
    assert.match(await text(page, 'step-text'), /^Forward, step 1: tokens/);
    await page.keyboard.press('End');
    assert.match(await text(page, 'step-text'), new RegExp(`^Backward, step ${count}: `));
    assert.equal(await page.locator(test('step-play')).isVisible(), false); // with reduced motion
  });

  await t.test('without reduced motion the steps play, and pause', async (t) => {
    const page = await fresh(t, 0, { reducedMotion: 'no-preference' });
    await press(page, test('step-play'), 'Enter');
    assert.equal(await text(page, 'step-play'), 'Pause');
    await eventually(async () => assert.match(await text(page, 'step-text'), /^Forward, step 2/));
    await press(page, test('step-play'), 'Enter');
    const stopped = await text(page, 'step-text');
    await quiet(page);
    assert.equal(await text(page, 'step-play'), 'Play');
    await page.waitForTimeout(1300); // longer than a step lasts
    assert.equal(await text(page, 'step-text'), stopped);
  });
});
