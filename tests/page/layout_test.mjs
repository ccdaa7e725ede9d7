// Every view, narrow and wide, light and dark: what axe-core checks, no scrolling sideways, and the keyboard everywhere.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { accessible, browser, eventually, open, show } from './browser.mjs';
import { explore, folder, root, train } from './runs.mjs';

// The view, the run that shows it, and what is there once it is drawn.
const VIEWS = [
  ['training', 0, 'main canvas'],
  ['lookup', 0, 'main .matrix'],
  ['gradient', 0, 'main .graph'],
  ['signal', 0, 'main canvas'],
  ['trust', 0, 'main .mistakes li'],
  ['space', 1, 'main [data-test="category"]'],
  ['motion', 1, 'main [data-test="frame"]'],
  ['language', 2, 'main [data-test="next-first"]'],
];

const place = folder(test);
const runs = [
  train(place, 'sentiment'),
  train(place, 'sgns_plane', 'train.epochs=5', 'train.snapshots=5'),
  train(place, 'transformer', 'train.epochs=1', 'sizes.d=8'),
];
const where = await browser(test);
const { address } = await explore(test, ...runs, '--categories', join(root, 'data/toy.categories.tsv'));

async function shown(page, [view, run, drawn]) {
  await show(page, address, view, run);
  await page.waitForSelector(drawn);
}

// Asked for again until it is so: a browser tells a page with the next frame, if one is drawn.
const coloured = (page, colorScheme) =>
  eventually(async () => {
    await page.emulateMedia({ colorScheme });
    assert.equal(await page.evaluate(() => document.documentElement.style.colorScheme), colorScheme);
  });

for (const width of [400, 2560])
  test(`at ${width} px, light and dark, axe-core finds nothing and no view scrolls sideways`, async (t) => {
    const page = await open(t, where, address, { viewport: { width, height: 900 } });
    for (const view of VIEWS) {
      await shown(page, view);
      const wide = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide[0] <= wide[1], `${view[0]}: ${wide[0]} px in ${wide[1]}`);
      for (const colorScheme of ['light', 'dark']) {
        await coloured(page, colorScheme);
        await accessible(page, `${view[0]}, ${width} px, ${colorScheme}`);
      }
    }
  });

/** What Tab has to reach: one of each group of radio buttons, every other control, and a name for each. */
function controls() {
  const all = [...document.querySelectorAll('a[href], button, input, select, summary, textarea, [tabindex="0"]')];
  const groups = new Set();
  return all.filter((el) => {
    if (el.disabled || el.tabIndex < 0 || !el.checkVisibility({ visibilityProperty: true }) || el.closest('[hidden]')) return false;
    if (el.type !== 'radio') return true;
    if (groups.has(el.name) || !document.querySelector(`input[name="${el.name}"]:checked`)) return false;
    groups.add(el.name);
    return true;
  });
}

/** The text that names a control: seen beside or in it, or what a symbol or a box is called. */
function nameOf(el) {
  const by = (ids) => ids.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  const given = el.getAttribute('aria-labelledby');
  return (given ? by(given) : [...(el.labels ?? [])].map((label) => label.textContent).join(' ') || el.textContent || el.getAttribute('aria-label') || '').trim();
}

test('Tab reaches every control of every view, each of which has a name and an outline', async (t) => {
  const page = await open(t, where, address);
  for (const view of VIEWS) {
    await shown(page, view);
    const wanted = await page.evaluate(`(() => {
      ${nameOf}
      window.rowgradWanted = (${controls})();
      window.rowgradReached = [];
      document.addEventListener('focusin', ({ target: el }) => {
        window.rowgradReached.push(el);
        const marked = [el, el.closest('.segmented div')].some((one) => one && getComputedStyle(one).outlineStyle !== 'none');
        if (!marked && !el.matches('main, h1')) (window.rowgradUnmarked ??= []).push(el.outerHTML.slice(0, 120));
      });
      return window.rowgradWanted.filter((el) => !nameOf(el)).map((el) => el.outerHTML.slice(0, 150));
    })()`);
    assert.deepEqual(wanted, [], `${view[0]}: without a name`);
    const count = await page.evaluate(() => window.rowgradWanted.length);
    for (let i = 0; i < count + 5; ++i) await page.keyboard.press('Tab');
    const missed = await page.evaluate(() =>
      window.rowgradWanted
        .filter((el) => el.isConnected && !window.rowgradReached.some((one) => one === el || (el.type === 'radio' && one.name === el.name)))
        .map((el) => el.outerHTML.slice(0, 150)),
    );
    assert.deepEqual(missed, [], `${view[0]}: not reached`);
    assert.deepEqual(await page.evaluate(() => window.rowgradUnmarked ?? []), [], `${view[0]}: without an outline`);
  }
});

test('with reduced motion nothing is animated, in any view', async (t) => {
  const page = await open(t, where, address, { reducedMotion: 'reduce' });
  for (const view of VIEWS) {
    await shown(page, view);
    const running = () => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
    assert.equal(await running(), 0, view[0]);
    await page.locator('nav a').first().hover();
    assert.equal(await running(), 0, view[0]);
    await page.mouse.move(0, 0);
    const still = () => page.$$eval('main canvas', (all) => all.slice(0, 4).map((canvas) => canvas.toDataURL()));
    const before = await still();
    await page.waitForTimeout(100);
    assert.deepEqual(await still(), before, `${view[0]} moves by itself`);
  }
});
