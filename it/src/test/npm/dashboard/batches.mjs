// Looks at the page of batches with a browser: node batches.mjs ADMIN URL POOR CHROMIUM FOLDER. The
// gateway at ADMIN has 30 batches that have ended, and makes some for clients at URL, where the key
// POOR has a budget that is soon used up. Says a line `passed: WHAT` for each thing that is as it
// should be, and fails with the first that is not.

import assert from 'node:assert/strict';
import {LOOKS, atEach, faults, launch, leave, logIn, opener, picture, tooWide, violations} from './browser.mjs';
import {line, lines, makeBatch} from './batching.mjs';

const [admin, url, poor, executablePath, folder] = process.argv.slice(2);
const VIEWER = 'viewer-token';
const DESKTOP = {viewport: {width: 1280, height: 900}};

/** How many batches have ended from the beginning. */
const ENDED = 30;

/** As many as a page has. */
const PAGE = 20;

const browser = await launch(executablePath);
const open = opener(browser, admin);

async function show(page, name = 'batches') {
  await page.goto(`${admin}/#/${name}`);
  await page.getByRole('heading', {level: 1}).waitFor();
  for (const text of await page.getByText('Loading.').all()) await text.waitFor({state: 'detached'});
}

/** The page, opened by somebody with a token. */
async function opened(options = DESKTOP, token = VIEWER) {
  const at = await open(options);
  await logIn(at.page, admin, token);
  await show(at.page);
  return at;
}

/** Looks at a page, which is no wider than its window and does nothing that it should not. */
async function look({page, found}, name) {
  const over = await tooWide(page);
  assert.ok(over <= 0, `${name} is ${over} px too wide`);
  assert.ok(!(await page.locator('main').textContent()).includes('NaN'), `${name} has a figure that is no number`);
  await picture(page, `${folder}/batches-${name}.png`);
  assert.deepEqual(found.filter(what => !/40[1349]|503|ERR_FAILED/.test(what)), []);
  assert.deepEqual(await violations(page), []);
}

const done = await makeBatch(url, 'sk-nightly', `${lines(3, 'm')}\n${line('bad', 'm').replace('20', '-1')}`);
const failed = await makeBatch(url, 'sk-nightly', `${Array.from({length: 12}, (_, i) => `nonsense ${i}`).join('\n')}\n${line('x', 'unheard-of')}`);
const slow = await makeBatch(url, 'sk-nightly', `${lines(20, 'm')}\n${lines(60, 'slow')}`);
const paused = await makeBatch(url, poor, lines(300, 'm'));

const row = (page, id) => page.getByRole('row').filter({hasText: id});

await atEach(LOOKS, async (colorScheme, width) => {
  const at = await opened({colorScheme, viewport: {width, height: 900}});
  const {page} = at;
  await row(page, paused).getByText('paused: budget').waitFor();
  await row(page, paused).getByText('has no room').waitFor();
  assert.equal(await row(page, paused).getByRole('link', {name: 'small-change'}).count(), 1);
  await row(page, slow).getByText('20 of 80 lines').waitFor();
  await row(page, done).getByText('1 with an error').waitFor();
  await row(page, failed).getByText('Line 1:').waitFor();
  await row(page, failed).getByText('And 12 errors more').waitFor();
  await page.getByRole('button', {name: failed}).click();
  await page.getByText('And 3 errors more').waitFor();
  assert.equal(await page.getByRole('region', {name: `Errors of ${failed}`}).locator('tbody tr').count(), 10);
  await page.getByText('nearly full').waitFor();
  await look(at, `some-${width}-${colorScheme}`);
  assert.deepEqual(await faults(page), [], `axe on batches at ${width} px, ${colorScheme}`);
  await at.close();
});
console.log('passed: batches say how far they are, why they wait and what is wrong with them');
console.log('passed: axe finds nothing');

{
  const {page, close} = await opened();
  await page.getByRole('button', {name: 'Next'}).click();
  await page.getByText('page 2').waitFor();
  await page.waitForFunction(rows => document.querySelectorAll('table.batches > tbody > tr').length === rows, ENDED + 4 - PAGE);
  await page.getByLabel('State').selectOption('expired');
  await page.waitForFunction(rows => [...document.querySelectorAll('table.batches .pill')].map(pill => pill.textContent).join() === Array(rows).fill('expired').join(), ENDED / 3);
  await page.goto(`${admin}/#/batches?batch=batch_0`);
  await page.getByText('There is no batch batch_0').waitFor();
  console.log('passed: many batches come in pages, and by state');

  await show(page, 'overview');
  await show(page);
  await page.getByRole('button', {name: slow}).click();
  await page.getByText('which works on it').waitFor();
  await page.getByRole('button', {name: 'Cancel', exact: true}).click();
  const form = page.getByRole('form', {name: 'Cancel the batch for good'});
  await form.getByLabel('Token').fill(VIEWER);
  await form.getByRole('button', {name: 'Cancel the batch for good'}).click();
  await form.getByRole('alert').getByText('this needs operator').waitFor();
  await form.getByLabel('Token').fill('operator-token');
  await picture(page, `${folder}/batches-cancel-1280-light.png`);
  await form.getByRole('button', {name: 'Cancel the batch for good'}).click();
  await row(page, slow).first().getByText('cancelled', {exact: true}).waitFor();
  await row(page, slow).first().getByText('it was cancelled').waitFor();
  await page.goto(`${admin}/#/audit`);
  await page.getByRole('cell', {name: 'batch.cancel'}).waitFor();
  await page.getByRole('link', {name: new RegExp(slow)}).click();
  await page.getByRole('heading', {level: 1, name: 'Batches'}).waitFor();
  await page.getByText('which ended it').waitFor();
  await close();
  console.log('passed: an operator cancels a batch, and the audit log leads to it');
}

/** What a gateway answers that has none of it. */
const NONE = {
  'not-run': {batches: [409, {error: {code: 'no_batches', message: 'this gateway runs no batches'}}], files: [409, {error: {code: 'no_files', message: 'this gateway keeps no files'}}]},
  'none': {batches: [200, {batches: [], next: null}], files: [200, {quota: 1024, disk: {free: 1, size: 1024}, total: {files: 0, bytes: 0, results: 0, result_bytes: 0}, teams_total: 0, teams: []}]},
  'error': {batches: [503, {error: {code: 'store_unavailable', message: 'the store is away'}}], files: [503, {error: {code: 'store_unavailable', message: 'the store is away'}}]},
};

{
  const at = await opened({colorScheme: 'dark', viewport: {width: 390, height: 900}});
  const {page} = at;
  for (const [name, said, more] of [['not-run', 'This gateway runs no batches', 'files: {folder: files}'], ['none', 'There is no batch yet', 'Nobody keeps a file'], ['error', 'The store is away.', 'Files']]) {
    for (const [part, [status, json]] of Object.entries(NONE[name])) await page.route(`**/admin/v1/${part}?*`, route => route.fulfill({status, json}));
    await show(page, 'overview');
    await show(page);
    await page.getByText(said).first().waitFor();
    await page.getByText(more).first().waitFor();
    await look(at, `${name}-390-dark`);
    await page.unrouteAll();
  }
  await show(page, 'people');
  await page.getByText('You may not see this').waitFor();
  assert.deepEqual(await page.getByRole('navigation', {name: 'Pages'}).getByRole('link', {name: 'People'}).count(), 0);
  await look(at, 'refused-390-dark');
  await page.route('**/admin/v1/people?*', route => route.fulfill({json: {people: [], next: null}}));
  await page.getByText('There is nobody yet').waitFor();
  await look(at, 'people-none-390-dark');
  await page.unrouteAll();
  await show(page);
  await row(page, done).waitFor();
  await leave(page);
  await look(at, 'stale-390-dark');
  await at.close();
}
console.log('passed: a page says what there is not, what went wrong, and who may not see it');
await browser.close();
