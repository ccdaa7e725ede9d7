// Training: every number is what `rowgrad runs` and `rowgrad compare` print, also while a run trains.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test as claim } from 'node:test';
import { browser, eventually, near, open, openNumbers, press, quiet, show, tableOf, tabTo, test } from './browser.mjs';
import { explore, folder, json, linesOf, train, trainBeside } from './runs.mjs';

const FIGURES = {
  Epochs: (run) => run.epochs.done,
  Steps: (run) => run.steps,
  'Train loss': (run) => run.train?.loss,
  'Test accuracy': (run) => run.test?.accuracy,
  Parameters: (run) => run.parameters,
  Time: (run) => run.seconds,
  'Tokens per second': (run) => run.tokens_per_second,
};

const same = (found, wanted) => (wanted === undefined ? assert.equal(found, null) : near(found, wanted));
const radio = (legend, value) => `fieldset:has(> legend:text-is("${legend}")) input[value="${value}"]`;
/** The points of one line of a chart, from its table of numbers. */
async function points(page, chart, line) {
  const { columns, rows } = await tableOf(page, chart);
  const at = columns.indexOf(line);
  assert.ok(at > 0, `${chart} has ${columns.join(', ')}, and no ${line}`);
  return rows.filter((row) => row[at].value !== null).map((row) => [row[0].value, row[at].value]);
}

const samePoints = (found, wanted) => {
  assert.equal(found.length, wanted.length);
  found.forEach(([x, y], i) => (near(x, wanted[i][0]), near(y, wanted[i][1])));
};

/** Chooses a radio button by the arrows of the keyboard. */
async function choose(page, legend, from, key = 'ArrowRight') {
  const id = await page.locator(radio(legend, from)).evaluate((el) => (el.dataset.test = `${el.name}-${el.value}`));
  await press(page, test(id), key);
}

claim('training', async (t) => {
  const place = folder(t);
  const runs = [train(join(place, 'a'), 'sentiment'), train(join(place, 'b'), 'bigram'), train(join(place, 'c'), 'sgns_plane', 'train.epochs=2')];
  const names = runs.map((run) => basename(run));
  const { address } = await explore(t, ...runs);
  const where = await browser(t);
  const fresh = async (t, more = '') => {
    const page = await open(t, where, address);
    await show(page, address, 'training', 0, more);
    await page.waitForSelector('figure.chart canvas');
    return page;
  };
  const box = (run) => `input[aria-label="Show ${names[run]} in the curves"]`;

  await t.test('the table of runs holds what rowgrad runs prints', async (t) => {
    const page = await fresh(t);
    const { columns, rows } = await tableOf(page, 'Runs');
    for (const run of json('runs', ...runs)) {
      const row = rows.find((cells) => cells[1].text === basename(run.path));
      for (const [name, figure] of Object.entries(FIGURES)) same(row[columns.indexOf(name)].value, figure(run));
      assert.equal(row[columns.indexOf('State')].text, run.state);
      assert.equal(row[columns.indexOf('Task')].text, run.task);
      assert.equal(row[columns.indexOf('Epochs')].text, `${run.epochs.done} of ${run.epochs.planned}`);
    }
    assert.equal(rows.length, runs.length);
  });

  await t.test('the head of every column sorts the table up and down, by the keyboard', async (t) => {
    const page = await fresh(t);
    const { columns } = await tableOf(page, 'Runs');
    for (let at = 1; at < columns.length; ++at) {
      const head = `table.sortable th:nth-child(${at + 1})`;
      for (const [way, sign] of [['ascending', 1], ['descending', -1]]) {
        if (sign > 0) await press(page, `${head} button`, 'Enter');
        else await page.keyboard.press('Space');
        assert.equal(await page.getAttribute(head, 'aria-sort'), way);
        assert.equal(await page.locator('table.sortable th[aria-sort]').count(), 1);
        const cells = (await tableOf(page, 'Runs')).rows.map((row) => row[at]);
        const numbers = cells.map((cell) => cell.value).filter((v) => v !== null);
        if (numbers.length > 0) {
          assert.deepEqual(numbers, [...numbers].sort((a, b) => sign * (a - b)), columns[at]);
          assert.ok(cells.slice(numbers.length).every((cell) => cell.value === null)); // what is missing comes last
        } else {
          const texts = cells.map((cell) => cell.text);
          assert.deepEqual(texts, [...texts].sort((a, b) => sign * a.localeCompare(b, 'en', { numeric: true })), columns[at]);
        }
      }
    }
  });

  await t.test('the curves of the loss are those of rowgrad compare, over steps and over time', async (t) => {
    const page = await fresh(t);
    const check = async (by, over) => {
      await openNumbers(page, 'figure.chart');
      for (const [i, curve] of json('compare', ...runs, '--split', 'train', '--by', by).curves.entries()) {
        await eventually(async () => samePoints(await points(page, 'Loss', `${names[i]} · train`), curve.points));
      }
      assert.equal((await tableOf(page, 'Loss')).columns[0], over);
    };
    await check('step', 'steps');
    await choose(page, 'Over', 'step');
    await check('seconds', 'seconds of training');
    await page.reload();
    await page.waitForSelector('figure.chart canvas');
    assert.equal(await page.locator(radio('Over', 'seconds')).isChecked(), true); // the address keeps it
  });

  await t.test('learning rate and rows touched are those of the log, as a count and as a share of the table', async (t) => {
    const page = await fresh(t);
    await press(page, box(1), 'Space');
    await press(page, box(2), 'Space');
    await openNumbers(page, 'figure.chart');
    const lines = linesOf(runs[0]).filter((line) => line.tables);
    assert.ok(lines.length > 0);
    const touched = (share) => lines.map(({ step, batches = 1, tables: { 'embed.weight': table } }) => [step, table.rows_touched / batches / (share ? table.rows : 1)]);
    await eventually(async () => samePoints(await points(page, 'Rows touched', 'embed.weight'), touched(false)));
    samePoints(await points(page, 'Learning rate', names[0]), lines.map(({ step, lr }) => [step, lr]));
    await choose(page, 'Rows touched', 'absolute');
    await eventually(async () => samePoints(await points(page, 'Rows touched', 'embed.weight'), touched(true)));
  });

  await t.test('the axis of the loss becomes logarithmic, and the picture another', async (t) => {
    const page = await fresh(t);
    const picture = () => page.locator('figure.chart canvas').first().evaluate((el) => el.toDataURL());
    const before = await picture();
    await choose(page, 'Loss axis', 'linear');
    await eventually(async () => assert.notEqual(await picture(), before));
    assert.match(page.url(), /loss=log/);
    await choose(page, 'Loss axis', 'log', 'ArrowLeft');
    await eventually(async () => assert.equal(await picture(), before));
  });

  await t.test('a checkbox puts a run into the curves and takes it out again', async (t) => {
    const page = await fresh(t);
    await openNumbers(page, 'figure.chart');
    const shown = async () => (await tableOf(page, 'Loss')).columns.slice(1);
    assert.deepEqual(await shown(), names.map((name) => `${name} · train`));
    await press(page, box(1), 'Space');
    await eventually(async () => assert.deepEqual(await shown(), [0, 2].map((i) => `${names[i]} · train`)));
    await press(page, box(0), 'Space');
    await press(page, box(2), 'Space');
    await eventually(async () => assert.match(await page.textContent('main'), /Choose a run below\./));
    await press(page, box(1), 'Space');
    await openNumbers(page, 'figure.chart');
    await eventually(async () => assert.deepEqual(await shown(), [`${names[1]} · train`]));
  });

  await t.test('what two shown runs differ in is what rowgrad compare says', async (t) => {
    const page = await fresh(t);
    await press(page, box(2), 'Space');
    const { config } = json('compare', runs[0], runs[1]);
    await eventually(async () => {
      const rows = await page.$$eval('[data-test^="setting-"]', (all) =>
        all.map((el) => [el.dataset.test.slice('setting-'.length), [...el.querySelectorAll('td')].map((cell) => JSON.parse(cell.dataset.value))]),
      );
      assert.deepEqual(Object.fromEntries(rows), config);
    });
    await press(page, box(1), 'Space');
    await eventually(async () => assert.match(await page.textContent('main'), /Choose two runs or more/));
  });

  await t.test('the run is picked and the views are reached by the keyboard', async (t) => {
    const page = await fresh(t);
    await press(page, '.picker select', 'ArrowDown');
    await eventually(async () => assert.match(page.url(), /run=1/));
    await tabTo(page, 'nav a');
    await page.keyboard.press('Enter');
    await quiet(page);
    assert.equal(await page.textContent('h1'), 'Training');
  });
});

claim('a run that trains while it is shown gets new points without a reload and ends as finished', async (t) => {
  const place = folder(t);
  const run = join(place, 'bigram');
  const child = trainBeside(t, place, 'bigram', 'train.epochs=300');
  const ended = new Promise((done) => child.on('exit', done));
  await eventually(() => assert.ok(existsSync(join(run, 'metrics.jsonl')) && linesOf(run).length > 3));
  child.kill('SIGSTOP'); // so that it does not end before it is shown
  const { address } = await explore(t, run);
  const page = await open(t, await browser(t), address);
  await show(page, address, 'training');
  const row = async (name) => {
    const { columns, rows } = await tableOf(page, 'Runs');
    return rows[0][columns.indexOf(name)];
  };
  assert.equal((await row('State')).text, 'running');
  await page.waitForSelector('figure.chart canvas');
  await openNumbers(page, 'figure.chart');
  const before = await points(page, 'Loss', 'bigram · train');
  assert.ok(before.length < 300, `${before.length} points`);
  await page.evaluate(() => (globalThis.notReloaded = true));

  child.kill('SIGCONT');
  await eventually(async () => assert.ok((await points(page, 'Loss', 'bigram · train')).length > before.length));
  assert.equal(await ended, 0);
  await eventually(async () => assert.equal((await row('State')).text, 'finished'));
  assert.equal((await row('Epochs')).text, '300 of 300');
  const [printed] = json('runs', run);
  assert.equal((await row('Steps')).value, printed.steps);
  near((await row('Train loss')).value, printed.train.loss);
  assert.match(await page.locator('figure.chart .picture').first().getAttribute('aria-label'), new RegExp(` at ${printed.steps.toLocaleString('en')}, lowest`));
  assert.equal(await page.evaluate(() => globalThis.notReloaded), true);
  assert.doesNotMatch(await page.locator('.picker option').first().textContent(), /training now/);
});
