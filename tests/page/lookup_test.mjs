// The lookup: every number is what `rowgrad lookup` and `rowgrad trace` print.
import assert from 'node:assert/strict';
import { test as claim } from 'node:test';
import { browser, eventually, labelled, near, open, press, quiet, show, shows, tableOf, tabTo, test, text, value, values, write } from './browser.mjs';
import { explore, folder, json, train } from './runs.mjs';

const MATRICES = { table: 'table', lookup: 'lookup', 'one-hot': 'one_hots', 'product-table': 'table', product: 'product', upstream: 'upstream', gradient: 'gradient', assigned: 'assigned' };
const IDS = 'Ids, with commas between them';

/** Every cell of every matrix, and every figure below them, by its name on the page. */
function numbersOf(answer) {
  const all = {};
  for (const [name, key] of Object.entries(MATRICES)) answer[key].forEach((row, r) => row.forEach((v, c) => (all[`${name}-${r}-${c}`] = v)));
  answer.ids.forEach((id, position) => (all[`id-${position}`] = id));
  return {
    ...all,
    'lookup-multiplications': 0,
    'product-multiplications': answer.multiplications,
    'rows-touched': answer.rows_touched.length,
    'rows-zero': answer.table.length - answer.rows_touched.length,
  };
}

async function says(page, answer) {
  await eventually(async () => {
    const found = Object.fromEntries(await page.$$eval('.lookup [data-test][data-value]', (all) => all.map((el) => [el.dataset.test, Number(el.dataset.value)])));
    const wanted = numbersOf(answer);
    for (const [name, number] of Object.entries(wanted)) near(found[name] ?? NaN, number);
    const cells = Object.keys(found).filter((name) => /-\d+-\d+$/.test(name));
    assert.equal(cells.length, Object.keys(wanted).filter((name) => /-\d+-\d+$/.test(name)).length);
  });
  assert.equal(await page.getAttribute(test('equal'), 'data-value'), String(answer.equal));
  assert.equal(await page.locator(test('gradients-equal')).count(), Number(answer.gradients_equal));
}

const lit = (page) => page.$$eval('.lookup tr.lit', (all) => all.map((el) => el.dataset.test).sort());
const litBy = (id, positions) =>
  [...['table', 'product-table', 'gradient', 'assigned'].map((name) => `${name}-${id}`), ...positions.flatMap((p) => ['lookup', 'one-hot', 'product', 'upstream'].map((name) => `${name}-${p}`))].sort();

claim('the lookup', async (t) => {
  const place = folder(t);
  const sentiment = train(place, 'sentiment');
  const { address } = await explore(t, sentiment);
  const where = await browser(t);
  const fresh = async (t) => {
    const page = await open(t, where, address);
    await show(page, address, 'lookup');
    await page.waitForSelector(test('moved-sgd'));
    return page;
  };

  await t.test('the small table, the product and both gradients are those of rowgrad lookup', async (t) => {
    const page = await fresh(t);
    const answer = json('lookup', '--ids', '1,3,1');
    await says(page, answer);
    await shows(page, { 'summed-1': answer.gradient[1][0], 'overwritten-1': answer.assigned[1][0] });
  });

  await t.test('ids, the number of rows and the length of a row change by the keyboard, and the numbers with them', async (t) => {
    const page = await fresh(t);
    await write(page, IDS, '0, 2 4;2');
    await says(page, json('lookup', '--ids', '0,2,4,2'));
    await press(page, await labelled(page, 'Rows of the table'), 'ArrowRight', 2);
    await says(page, json('lookup', '--ids', '0,2,4,2', '--vocab', '7'));
    await press(page, 'fieldset input[type="radio"][value="3"]', 'ArrowRight', 2);
    const answer = json('lookup', '--ids', '0,2,4,2', '--vocab', '7', '--dim', '6');
    await says(page, answer);
    await shows(page, { 'summed-2': answer.gradient[2][0], 'overwritten-2': answer.assigned[2][0] });
    await page.reload();
    await says(page, answer); // the address keeps them
  });

  await t.test('ids without a repetition say that nothing adds up', async (t) => {
    const page = await fresh(t);
    await write(page, IDS, '4');
    await says(page, json('lookup', '--ids', '4'));
    assert.match(await page.textContent('.lookup'), /No id stands twice/);
  });

  for (const [given, message] of [['9', /0 to 4, found "9"/], ['cat', /found "cat"/], ['-1', /found "-1"/], ['1.5', /found "1.5"/], ['', /1 to 30 ids, found 0/]]) {
    await t.test(`"${given}" is no list of ids: a message stands in place, and good ids bring the table back`, async (t) => {
      const page = await fresh(t);
      await write(page, IDS, given || ',');
      await eventually(async () => assert.match(await page.textContent('.lookup [role="alert"]'), message));
      assert.equal(await page.locator(test('moved-sgd')).count(), 1);
      await write(page, IDS, '2,2');
      await says(page, json('lookup', '--ids', '2,2'));
    });
  }

  await t.test('pointing at an id and moving to it with the keyboard light the rows that belong to it', async (t) => {
    const page = await fresh(t);
    await page.hover(test('id-1'));
    assert.deepEqual(await lit(page), litBy(3, [1]));
    await page.hover(test('gradient-1'));
    assert.deepEqual(await lit(page), litBy(1, [0, 2])); // a row of the table lights every id that chooses it
    await page.hover('h1');
    assert.deepEqual(await lit(page), []);
    await tabTo(page, test('id-0'));
    assert.deepEqual(await lit(page), litBy(1, [0]));
    await page.keyboard.press('Tab');
    assert.deepEqual(await lit(page), litBy(3, [1]));
    await press(page, await labelled(page, IDS), 'End');
    assert.deepEqual(await lit(page), []);
  });

  const sameStep = async (page, given, label) => {
    const trace = json('trace', sentiment, '--text', given, '--label', label);
    const [{ ids }] = trace.inputs;
    const table = trace.parameters.find(({ name }) => name === 'embed.weight');
    const [sgd, own] = trace.updates.map(({ parameters }) => parameters.find(({ name }) => name === table.name).rows_moved);
    await eventually(async () => {
      const found = await page.$$eval('[data-test^="token-"]', (all) => all.map((el) => Number(el.dataset.value)));
      assert.deepEqual(found, ids);
      await shows(page, { 'moved-sgd': sgd, 'still-sgd': table.shape[0] - sgd, 'moved-own': own, 'still-own': table.shape[0] - own });
    });
    assert.deepEqual(await values(page, 'moved-row'), table.rows.map(({ row }) => row));
    return { trace, ids, table };
  };

  await t.test('the rows that one step moves and those that stay are counted as rowgrad trace counts them', async (t) => {
    const page = await fresh(t);
    const { trace, ids, table } = await sameStep(page, 'not bad not', 'positive');
    await shows(page, { repeated: table.rows.find(({ row }) => row === ids[0]).gradient[0] });
    const { rows } = await tableOf(page, 'Rows moved, by parameter');
    assert.deepEqual(
      rows.map(([name, count, ...moved]) => [name.text, count.value, ...moved.map((cell) => cell.value)]),
      trace.parameters.map(({ name, shape }) => [name, shape[0], ...trace.updates.map((u) => u.parameters.find((p) => p.name === name).rows_moved)]),
    );
  });

  await t.test('the places of a word that stands twice add up to the gradient of its row', async (t) => {
    const page = await fresh(t);
    const { rows } = await tableOf(page, 'Gradients of not');
    const numbers = rows.map((row) => row.slice(1).map((cell) => cell.value));
    numbers[2].forEach((sum, c) => near(numbers[0][c] + numbers[1][c], sum));
  });

  await t.test('another text and another label are traced, by the keyboard', async (t) => {
    const page = await fresh(t);
    await write(page, 'Text', 'a good film');
    await sameStep(page, 'a good film', 'positive');
    assert.match(await page.textContent('main'), /Write a word twice/);
    await press(page, await labelled(page, 'Label to learn'), 'ArrowDown');
    await sameStep(page, 'a good film', 'negative');
    await quiet(page);
    assert.equal(await page.locator('main [role="alert"]').count(), 0);
  });

  await t.test('the table of moved rows sorts, and the picture of the rows has its numbers', async (t) => {
    const page = await fresh(t);
    await tabTo(page, '.bounded th button');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const names = (await tableOf(page, 'Rows moved, by parameter')).rows.map(([name]) => name.text);
    assert.deepEqual(names, [...names].sort().reverse());
    await press(page, 'figure.chart summary', 'Enter');
    const trace = json('trace', sentiment, '--text', 'not bad not', '--label', 'positive');
    await eventually(async () => {
      const { rows } = await tableOf(page, 'The rows that this text chooses');
      const shown = rows.flat().map((cell) => cell.value).filter((v) => v !== null);
      for (const number of trace.forward[0].values[0]) assert.ok(shown.some((v) => Math.abs(v - number) < 1e-6), `${number}`);
    });
    assert.match(await text(page, 'token-0'), /not/);
    assert.equal(await value(page, 'token-0'), trace.inputs[0].ids[0]);
  });

  await t.test('a text without a word that the model knows has a note in place', async (t) => {
    const page = await fresh(t);
    await write(page, 'Text', 'zzzz');
    await eventually(async () => assert.match(await page.textContent('main'), /No table of this run is chosen from by this text/));
  });
});
