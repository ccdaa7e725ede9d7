// A headless browser, and a page in it that may neither complain nor ask anybody but the server it came from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './runs.mjs';

const modules = createRequire(join(root, 'tools/page/package.json'));
const { chromium } = modules('playwright-core');
const axe = modules.resolve('axe-core/axe.min.js');

// Chromium without a desktop, which is made for this. In the whole of Chromium a page once waited a minute for its next
// frame.
export async function browser(t) {
  const started = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  t.after(() => started.close());
  return started;
}

const PATIENCE = 60_000; // milliseconds: tests run beside others

/** A tab; at the end of the test it must have had no error and no request that left `origin` (null: none at all). */
export async function open(t, where, origin, options = {}) {
  const context = await where.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.complaints = complaintsOf(page, origin);
  page.asked = questionsOf(page);
  t.after(async () => {
    await context.close();
    assert.deepEqual(page.complaints, []);
  });
  return page;
}

function complaintsOf(page, origin) {
  const complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !expected(message.text()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => (complaints.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob|file):/.test(url) && (origin === null || !url.startsWith(origin))) complaints.push(`a request left: ${url}`);
  });
  return complaints;
}

// Requests under way, and when the last of them ended. Of those that a document leaves behind no end is told.
function questionsOf(page) {
  const asked = { open: new Set(), ended: Date.now() };
  const ended = (request) => (asked.open.delete(request), (asked.ended = Date.now()));
  page.on('request', (request) => asked.open.add(request));
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) asked.open.clear();
  });
  return asked;
}

// A question that is answered with an error is one that the page shows; the browser notes it by itself as well.
const expected = (text) => /Failed to load resource: the server responded with a status of (400|500)/.test(text);

/** Opens a view anew and waits until it has drawn; `more` goes into the address: "&label=negative". */
export async function show(page, address, view, run = 0, more = '') {
  const opened = page.url().split('#')[0] === address;
  await page.goto(`${address}#/${view}?run=${run}${more}`);
  if (opened) await page.reload(); // an address that differs behind its # is not loaded by itself
  await page.waitForSelector('main h1, main h2');
  await quiet(page);
}

const SILENCE = 150; // milliseconds

/** Waits until nothing was asked for a while. */
export async function quiet(page) {
  const begun = Date.now();
  while (page.asked.open.size > 0 || Date.now() - Math.max(begun, page.asked.ended) < SILENCE) {
    const waiting = [...page.asked.open].map((request) => request.url());
    assert.ok(Date.now() - begun < PATIENCE, `no answer to ${waiting}`);
    await sleep(20);
  }
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done())));
}

/** Tries `check` until it holds; its last failure is the test's. */
export async function eventually(check, patience = PATIENCE / 3) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

/** The numbers behind what the page shows, by its data-value attributes. */
export const values = (page, test) => page.$$eval(`[data-test="${test}"]`, (all) => all.map((el) => Number(el.dataset.value)));
export const value = async (page, test) => {
  await page.waitForSelector(`[data-test="${test}"]`);
  return (await values(page, test))[0];
};

/** No violation of what axe-core checks. */
export async function accessible(page, what) {
  await page.evaluate(readFileSync(axe, 'utf8')); // not as an element: the page allows no script but its own
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((v) => `${what}: ${v.id}: ${v.nodes[0].html.slice(0, 200)}`), []);
}

export const near = (a, b, tolerance = 1e-6) => assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

/** `found` is an object of names and numbers: each is the page's number of that name. */
export async function shows(page, found, tolerance) {
  for (const [test, expected] of Object.entries(found)) {
    try {
      near(await value(page, test), expected, tolerance);
    } catch (error) {
      throw new Error(`${test}: ${error.message}`);
    }
  }
}

/** The text of what has this data-test. */
export const text = (page, test) => page.locator(`[data-test="${test}"]`).first().textContent();

/** A table by the beginning of its caption; cells with the whole of their number. */
export const tableOf = (page, caption) =>
  page.evaluate((start) => {
    const table = [...document.querySelectorAll('main table')].find((el) => el.caption?.textContent.startsWith(start));
    const cell = (el) => ({ text: el.textContent, value: el.dataset.value === undefined ? null : JSON.parse(el.dataset.value) });
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map(cell));
    return { caption: table.caption.textContent, columns: [...table.tHead.rows[0].cells].map((el) => el.textContent), rows };
  }, caption);

const FURTHEST = 150; // controls on a page

/** Moves the keyboard's place to `selector` by keys alone: past the header by its link, then by Tab. */
export async function tabTo(page, selector) {
  const isThere = () => page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
  await page.focus('.skip');
  if (await page.evaluate((wanted) => document.querySelector(`main ${wanted}`) !== null, selector)) await page.keyboard.press('Enter');
  for (let i = 0; i < FURTHEST; ++i) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

/** Presses `key` on `selector`, reached by the keyboard. */
export async function press(page, selector, key, times = 1) {
  await tabTo(page, selector);
  for (let i = 0; i < times; ++i) await page.keyboard.press(key);
}

/** The selector of a control by its label. */
export async function labelled(page, label) {
  const control = page.getByLabel(label, { exact: true });
  return `#${await control.getAttribute('id')}`;
}

/** Writes over what a field holds, and commits it. */
export async function write(page, label, given) {
  await press(page, await labelled(page, label), 'Control+A');
  await page.keyboard.type(given);
  await page.keyboard.press('Enter');
}

export const test = (name) => `[data-test="${name}"]`;

/** Opens every "Show numbers" below `scope`, by the keyboard, and waits for the tables: a browser tells of the opening later. */
export async function openNumbers(page, scope) {
  const closed = page.locator(`${scope} details.numbers:not([open]) > summary`);
  while ((await closed.count()) > 0) await closed.first().press('Enter');
  await page.waitForFunction((place) => [...document.querySelectorAll(`${place} details.numbers`)].every((one) => one.querySelector('table') !== null), scope);
}

/** A figure by a part of its title. */
export const figureOf = (page, title) => page.locator('figure', { has: page.locator('figcaption', { hasText: title }) });

/** The cells of a figure's "Show numbers", as text. */
export async function numbersOfFigure(figure) {
  if (!(await figure.locator('details').evaluate((el) => el.open))) await figure.locator('summary').click();
  await figure.locator('tbody tr').first().waitFor();
  return figure.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
}
