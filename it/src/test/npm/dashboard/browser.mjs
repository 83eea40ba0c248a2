// What scripts that drive a browser share.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const SCHEMES = ['light', 'dark'];

/** Whether each page is looked at in each state, at each width and in both schemes, and a picture is left of each. */
export const ALL = Boolean(process.env.SLUICE_LONG);

/** How each page is looked at: in both schemes at each width in the long form, else in each scheme once, wide and narrow. */
export const LOOKS = ALL
  ? SCHEMES.flatMap(scheme => [1440, 390, 360].map(width => [scheme, width]))
  : [['light', 1440], ['dark', 390]];

/** How a page is looked at that shows no more than others do: where it is too wide first. */
export const NARROW = ALL ? LOOKS : LOOKS.slice(1);

/** How many things are looked at side by side: a page waits more than it works. */
const SIDE_BY_SIDE = 3;

/** Looks at something in each of these ways, side by side. */
export async function atEach(looks, look) {
  await Promise.all(looks.map(([colorScheme, width]) => look(colorScheme, width)));
}

/** Runs functions in their order, a few side by side, to their ends; fails with the first that fails. */
export async function sideBySide(checks) {
  const left = [...checks];
  const run = async () => { while (left.length > 0) await left.shift()(); };
  await Promise.all(Array.from({length: SIDE_BY_SIDE}, run));
}

/**
 * Starts a browser that draws by itself: a GPU that software stands in for takes longer. Each of its contexts has one
 * process for its pages, and none is started for pages to come.
 */
export function launch(executablePath) {
  return chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu', '--renderer-process-limit=1']});
}

/** What a page did that it should not, until it is watched no more. */
function watch(page, base) {
  const found = [];
  const watched = {
    request: request => request.url().startsWith(`${base}/`) || found.push(`asked ${request.url()}`),
    pageerror: error => found.push(`threw ${error.message}`),
    dialog: dialog => { found.push(`said ${dialog.message()}`); dialog.dismiss(); },
    console: message => message.type() === 'error' && found.push(`console: ${message.text()}`),
  };
  for (const [event, note] of Object.entries(watched)) page.on(event, note);
  return {found, unwatch: () => { for (const [event, note] of Object.entries(watched)) page.off(event, note); }};
}

/** What the policy has refused on a page. */
export async function violations(page) {
  return page.evaluate(() => globalThis.cspReports || []);
}

/** Shows a token, and waits for the page behind it. */
export async function logIn(page, base, token) {
  await page.goto(`${base}/`);
  await page.getByLabel('Admin token').fill(token);
  await page.getByRole('button', {name: 'Log in'}).click();
  await page.getByText(', up ').first().waitFor({state: 'attached'});
}

/** Whether the page is seen, as it is told. */
export function hide(page, hidden) {
  return page.evaluate(value => {
    Object.defineProperty(document, 'hidden', {value, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

/** The gateway does not answer any more. */
export async function leave(page) {
  await page.route('**/admin/**', route => route.abort());
  await hide(page, true);
  await hide(page, false);
  await page.getByText('not connected').waitFor();
}

/** By how many pixels a page is wider than its window. */
export async function tooWide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** A page in a browser of its own, which knows nobody. */
async function newPage(browser, options) {
  const context = await browser.newContext(options);
  await context.addInitScript(() => {
    globalThis.cspReports = [];
    document.addEventListener('securitypolicyviolation', event => globalThis.cspReports.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  return context.newPage();
}

/** Leaves a page as one that has been nowhere. */
async function forget(page) {
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.context().clearCookies();
}

/**
 * Opens pages of a gateway, each in a browser of its own. One that is closed answers no request that is under way, and
 * is emptied and opened again: a process is dear, and what it has compiled. A page `alone` is opened once, for what
 * cannot be undone.
 */
export function opener(browser, usual) {
  const empty = new Map();
  return async ({alone = false, viewport, colorScheme = 'light', ...options}, base = usual) => {
    const kind = JSON.stringify(options);
    const kept = alone ? [] : empty.get(kind) ?? [];
    if (!alone) empty.set(kind, kept);
    const page = kept.pop() ?? await newPage(browser, options);
    await page.setViewportSize(viewport);
    await page.emulateMedia({colorScheme});
    const {found, unwatch} = watch(page, base);
    const close = async () => {
      unwatch();
      await page.unrouteAll({behavior: 'ignoreErrors'});
      if (alone) return page.context().close();
      await forget(page);
      kept.push(page);
    };
    return {page, found, close};
  };
}

/** Leaves a picture of a page in the long form: to draw it takes longer than to look at it. */
export async function picture(page, path, {fullPage = true} = {}) {
  if (ALL) await page.screenshot({path, fullPage});
}

/** What axe is to look at: beside the long form the first rows of a table, whose others are of the same kinds. */
const LOOKED_AT = ALL ? {include: ['html']} : {exclude: ['tbody > tr:nth-child(n + 11)']};

/** What axe finds on a page. It reads no style sheet beforehand, which rules on turned screens and sounds alone ask for. */
export async function faults(page) {
  if (!await page.evaluate(() => Boolean(globalThis.axe))) await page.evaluate(AXE);
  const {violations: found} = await page.evaluate(context => globalThis.axe.run(context, {resultTypes: ['violations'], preload: false}), LOOKED_AT);
  return found.map(fault => `${fault.id}: ${fault.nodes.slice(0, 2).map(node => `${node.html} ${node.failureSummary}`).join(' | ')}`);
}
