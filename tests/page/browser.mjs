// A headless browser, and a page in it that may neither complain nor ask anybody but the server it came from.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './runs.mjs';

const modules = createRequire(join(root, 'tools/page/package.json'));
const { chromium } = modules('playwright-core');
const axe = modules.resolve('axe-core/axe.min.js');

export async function browser(t) {
  const started = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  t.after(() => started.close());
  return started;
}

/** A tab; at the end of the test it must have had no error and no request that left `origin` (null: none at all). */
export async function open(t, where, origin, options = {}) {
  const context = await where.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !expected(message.text()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => (complaints.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob|file):/.test(url) && (origin === null || !url.startsWith(origin))) complaints.push(`a request left: ${url}`);
  });
  page.complaints = complaints;
  t.after(() => assert.deepEqual(complaints, []));
  return page;
}

// A question that is answered with an error is one that the page shows; the browser notes it by itself as well.
const expected = (text) => /Failed to load resource: the server responded with a status of (400|500)/.test(text);

/** Opens a view and waits until it has drawn. */
export async function show(page, address, view, run = 0) {
  await page.goto(`${address}#/${view}?run=${run}`);
  await page.reload();
  await page.waitForSelector('main h1, main h2');
  await page.waitForLoadState('networkidle');
}

/** The numbers behind what the page shows, by its data-value attributes. */
export const values = (page, test) => page.$$eval(`[data-test="${test}"]`, (all) => all.map((el) => Number(el.dataset.value)));
export const value = async (page, test) => {
  await page.waitForSelector(`[data-test="${test}"]`);
  return (await values(page, test))[0];
};

/** No violation of what axe-core checks. */
export async function accessible(page, what) {
  await page.addScriptTag({ path: axe }).catch(() => page.evaluate(modules('node:fs').readFileSync(axe, 'utf8')));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((v) => `${what}: ${v.id}: ${v.nodes[0].html.slice(0, 200)}`), []);
}

export const near = (a, b, tolerance = 1e-6) => assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a} is not ${b}`);
