// What runs, labels and tokens are called is text, whatever it looks like; a run may vanish while it is shown.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, open, quiet, show } from './browser.mjs';
import { explore, folder, rowgrad, train } from './runs.mjs';

const EVIL = '<img/src=x/onerror=alert(1)>';
const VIEWS = ['training', 'gradient', 'signal', 'space', 'motion', 'lookup', 'language', 'trust'];

function hostileRuns(place) {
  const data = join(place, 'data.tsv');
  const line = (words, label) => `${words} </script><script>alert(2)</script> ${EVIL}\t${label}\n`;
  writeFileSync(data, `${line('good film', EVIL)}${line('dull film', '</script><script>alert(3)</script>')}`.repeat(20));
  const named = join(place, 'runs');
  mkdirSync(named);
  renameSync(train(place, 'sentiment', `data.train=${data}`, `data.test=${data}`, 'data.tokenizer=whitespace', 'train.epochs=2', 'train.snapshots=3'), join(named, '<img src=x onerror=alert(4)>'));
  const names = join(place, 'names.txt');
  writeFileSync(names, `<b>a\n<script>alert(5)</script>\n`.repeat(20));
  renameSync(train(place, 'bigram', `data.train=${names}`, 'train.epochs=1'), join(named, 'b'));
  return named;
}

// By the part behind the #, as the page's own links go: what was read of the page stays.
async function visit(page, url, view, run) {
  await page.goto(`${url}#/${view}?run=${run}`);
  await page.waitForSelector('main h1');
  await quiet(page);
}

test('nothing that a run, a label or a token is called is executed, live or in a report', async (t) => {
  const place = folder(t);
  const runs = hostileRuns(place);
  const report = join(place, 'report.html');
  rowgrad('report', runs, '-o', report, '--text', `${EVIL} film`);
  const { address } = await explore(t, runs);
  const where = await browser(t);
  for (const [url, origin] of [[address, address], [`file://${report}`, null]]) {
    const page = await open(t, where, origin);
    for (const run of [0, 1]) {
      for (const view of VIEWS) {
        await visit(page, url, view, run);
        assert.equal(await page.locator('main img, main script').count(), 0, view);
      }
    }
  }
});

test('a run that is deleted while it is shown has a message in its place, and the others go on', async (t) => {
  const place = folder(t);
  const runs = join(place, 'runs');
  mkdirSync(runs);
  for (const name of ['bigram', 'sentiment']) train(runs, name);
  const { address } = await explore(t, runs);
  const page = await open(t, await browser(t), address);
  await show(page, address, 'space', 0);
  rmSync(join(runs, 'bigram'), { recursive: true });
  await show(page, address, 'space', 0);
  assert.match(await page.textContent('main [role="alert"]'), /bigram: expected a run directory, found no config\.json/);
  await show(page, address, 'space', 1);
  assert.equal(await page.locator('main canvas').count() > 0, true);
});

test('an unknown view or run in the address is met with the page, not with a blank', async (t) => {
  const place = folder(t);
  const { address } = await explore(t, train(place, 'bigram'));
  const page = await open(t, await browser(t), address);
  for (const hash of ['#/nonsense', '#/space?run=99', '#/space?run=x', '#', '#/training?run=0&table=%00']) {
    await page.goto(`${address}${hash}`);
    await page.reload();
    await page.waitForSelector('main h1, main h2');
  }
});
