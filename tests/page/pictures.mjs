// The pictures of the documentation: trains the runs that they need, and writes docs/pictures/VIEW.png.
//   node tests/page/pictures.mjs [VIEW…]
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { browser, open, quiet, show } from './browser.mjs';
import { explore, folder, root, train } from './runs.mjs';

const WIDTH = 1200;
const HEIGHT = 750;
const MOST = 150_000; // bytes

const endings = [];
const session = { after: (end) => endings.unshift(end) };

const pick = async (page, label, word) => {
  await page.getByRole('combobox', { name: label, exact: true }).fill(word);
  await page.keyboard.press('Enter');
};

// The runs, what is done before the picture, and where the picture begins.
const PICTURES = {
  training: { runs: ['mlp', 'mlp_batchnorm', 'rnn'], top: 'main .card' },
  lookup: {
    runs: ['sentiment'],
    prepare: (page) => page.locator('.ids button').nth(1).hover(),
  },
  gradient: {
    runs: ['sentiment'],
    top: 'main .card:has(.stepper)',
    async prepare(page) {
      await page.getByRole('textbox', { name: 'Phrase', exact: true }).fill('not bad');
      await page.keyboard.press('Enter');
      await quiet(page);
    },
  },
  signal: { runs: ['sentiment'], top: 'main .card' },
  space: {
    runs: ['world'],
    top: 'main .card',
    async prepare(page) {
      await page.getByRole('tab', { name: 'Analogy' }).click();
      for (const [label, word] of [['a', 'man'], ['is to b', 'king'], ['as c', 'woman']]) await pick(page, label, word);
      await page.waitForSelector('[data-test="analogy"]');
    },
  },
  motion: {
    runs: ['sgns_plane'],
    top: 'main .card',
    async prepare(page) {
      const scrubber = page.getByRole('slider', { name: 'Snapshot' });
      await scrubber.fill(String(Math.round(Number(await scrubber.getAttribute('max')) / 2)));
      await pick(page, 'Word', 'cat');
      await page.waitForSelector('[data-test="force"]');
    },
  },
  language: {
    runs: ['transformer'],
    top: 'main .card',
    async prepare(page) {
      await page.getByLabel('Text so far').fill('emm');
      await page.keyboard.press('Enter');
      await quiet(page);
    },
  },
  trust: { runs: ['sentiment'], top: '.view.trust .card' },
};

/** A tab without the frame around a view: the picture is of what the view shows. */
async function bare(where, address) {
  const page = await open(session, where, address, { viewport: { width: WIDTH, height: HEIGHT }, colorScheme: 'light' });
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const style = new CSSStyleSheet();
      style.replaceSync(
        'header, nav, .skip { display: none !important } .body { grid-template-columns: minmax(0, 1fr) !important } .stepper { position: static !important }',
      );
      document.adoptedStyleSheets = [style];
    });
  });
  return page;
}

async function take(page, address, view) {
  const { top = 'main h1', prepare } = PICTURES[view];
  await show(page, address, view);
  await prepare?.(page);
  await page.evaluate(() => (document.activeElement?.blur(), document.fonts.ready));
  await page.waitForTimeout(500);
  const y = await page.locator(top).first().evaluate((el) => el.getBoundingClientRect().top + window.scrollY);
  const path = join(root, 'docs/pictures', `${view}.png`);
  const clip = { x: 0, y: Math.max(y - 12, 0), width: WIDTH, height: HEIGHT };
  await page.screenshot({ path, clip, fullPage: true });
  const { size } = statSync(path);
  console.log(`${path}: ${Math.round(size / 1000)} kB`);
  if (size > MOST) throw new Error(`${path} has ${size} bytes, more than ${MOST}`);
}

try {
  const asked = process.argv.slice(2);
  const views = asked.length > 0 ? asked : Object.keys(PICTURES);
  const place = folder(session);
  for (const name of new Set(views.flatMap((view) => PICTURES[view].runs))) train(place, name);
  const where = await browser(session);
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  for (const view of views) {
    const runs = PICTURES[view].runs.map((name) => join(place, name));
    const { address } = await explore(session, ...runs, '--categories', join(root, 'data/world.categories.tsv'));
    await take(await bare(where, address), address, view);
  }
} finally {
  for (const end of endings) await end();
}
