// Looks at the pages of keys, cost and audit of two gateways with a browser: node accounts.mjs NEW URL
// LARGE KEYS CHROMIUM FOLDER. NEW has a store without keys, and serves clients at URL; LARGE has KEYS.
// Says a line `passed: WHAT` for each thing that is as it should be, and fails with the first that
// is not.

import assert from 'node:assert/strict';
import {setTimeout} from 'node:timers/promises';
import {ALL, LOOKS, NARROW, SCHEMES, atEach, faults, launch, leave, logIn, opener, picture, tooWide, violations} from './browser.mjs';

const [fresh, url, large, keys, executablePath, folder] = process.argv.slice(2);
const PAGES = ['keys', 'cost', 'audit'];

const VIEWER = 'viewer-token';

/** As many calls as a page has. */
const PAGE = 50;

const browser = await launch(executablePath);
const open = opener(browser, fresh);

/** Makes a call, and answers with its status. */
async function call(key) {
  const body = JSON.stringify({model: 'm', max_tokens: 200, messages: [{role: 'user', content: 'Hello'}]});
  const answer = await fetch(`${url}/v1/chat/completions`, {method: 'POST', headers: {authorization: `Bearer ${key}`, 'content-type': 'application/json'}, body});
  await answer.text();
  return answer.status;
}

async function show(page, base, name) {
  await page.goto(`${base}/#/${name}`);
  await page.getByRole('heading', {level: 1, name: new RegExp(name, 'i')}).waitFor();
  for (const text of await page.getByText('Loading.').all()) await text.waitFor({state: 'detached'});
}

/** Waits until the ledger has so many calls of a key: a page of it has those that it has by then. */
async function inLedger(name, calls) {
  for (;;) {
    const answer = await fetch(`${fresh}/admin/v1/spend?by=key`, {headers: {authorization: `Bearer ${VIEWER}`}});
    const row = (await answer.json()).rows.find(each => each.key_name === name);
    if (row && row.calls >= calls) return;
    await setTimeout(100);
  }
}

/** Looks at each page; nothing is wider than the window. Of a gateway that has gone it is what was there before. */
async function look(base, what) {
  await atEach(what === 'three' ? LOOKS : NARROW, async (colorScheme, width) => {
    const {page, found, close} = await open({colorScheme, viewport: {width, height: 900}}, base);
    await logIn(page, base, VIEWER);
    for (const name of PAGES) {
      await show(page, base, name);
      if (name === 'keys') for (const row of await page.locator('button[aria-expanded].link').all()) { await row.click(); break; }
      const over = await tooWide(page);
      assert.ok(over <= 0, `${name} of ${what} at ${width} px is ${over} px too wide`);
      await picture(page, `${folder}/${name}-${what}-${width}-${colorScheme}.png`, {fullPage: what !== 'many'});
      assert.deepEqual(await violations(page), []);
      if (what === 'three') {
        if (ALL) await lookWithoutGateway(page, `${folder}/${name}-stale-${width}-${colorScheme}.png`);
        await show(page, base, name);
        await lookByAxe(page, name, colorScheme, width);
      }
    }
    assert.deepEqual(found.filter(each => !each.includes('401') && !each.includes('ERR_FAILED')), []);
    await close();
  });
}

/** Lets axe look at a page, and at the form of a key. */
async function lookByAxe(page, name, colorScheme, width) {
  assert.deepEqual(await faults(page), [], `axe on ${name} at ${width} px, ${colorScheme}`);
  if (name !== 'keys') return;
  await page.getByRole('button', {name: 'New key'}).click();
  assert.deepEqual(await faults(page), [], `axe on the form of a key at ${width} px, ${colorScheme}`);
}

/** Leaves a picture of a page whose gateway has gone, and comes back to it. */
async function lookWithoutGateway(page, path) {
  await leave(page);
  await picture(page, path);
  await page.unrouteAll();
  await page.reload();
}

/** A gateway without keys, and with three that are made here. */
async function lookAtFresh() {
  await look(fresh, 'none');
  {
    const {page, close} = await open({viewport: {width: 1440, height: 900}});
    await logIn(page, fresh, VIEWER);
    await show(page, fresh, 'audit');
    await page.getByText('There is nothing to check yet').waitFor();
    assert.equal(await page.locator('.pill.ok').count(), 0);
    await page.route('**/admin/v1/audit/verify', route => route.fulfill({json: {broken: 1, entries: 0}}));
    await page.getByRole('button', {name: 'Check again'}).click();
    await page.getByText('row 1 is missing, or is not what was written; it is the first one').waitFor();
    await page.getByText('No row is left of what was changed.').waitFor();
    for (const field of await page.locator('.filters input').all()) {
      assert.ok(await field.evaluate(input => { const text = document.createElement('canvas').getContext('2d'); text.font = getComputedStyle(input).font; return text.measureText(input.placeholder).width <= input.clientWidth - 16; }), 'a placeholder is cut');
    }
    await close();
  }
  console.log('passed: pages without a key');

  let secret = '';
  let nightly = '';
  let callsPage = '';
  {
    const {page, found, close} = await open({viewport: {width: 1280, height: 900}});
    await logIn(page, fresh, VIEWER);
    await show(page, fresh, 'keys');
    await page.getByRole('button', {name: 'New team'}).click();
    const team = page.getByRole('form', {name: 'Make the team'});
    await team.getByLabel('Name').fill('search');
    await team.getByLabel('Budgets').fill('500USD/month');
    for (const [token, words] of [['wrong', 'token'], ['operator-token', 'the role operator, and this needs admin']]) {
      await team.getByLabel('Token').fill(token);
      await team.getByRole('button', {name: 'Make the team'}).click();
      await team.getByRole('alert').getByText(words).waitFor();
    }
    await team.getByLabel('Token').fill('admin-token');
    await team.getByRole('button', {name: 'Make the team'}).click();
    await page.getByRole('region', {name: 'Teams'}).getByRole('rowheader', {name: 'search'}).waitFor();
    for (const name of ['live', 'nightly', 'spare']) {
      await page.getByRole('button', {name: 'New key'}).click();
      const key = page.getByRole('form', {name: 'Make the key'});
      await key.getByLabel('Team').fill('search');
      await key.getByLabel('Name').fill(name);
      await key.getByLabel('Budgets').fill('5EUR/month');
      await key.getByRole('button', {name: 'Make the key'}).click();
      await key.getByRole('alert').getByText('must be in USD').waitFor();
      await key.getByLabel('Budgets').fill(name === 'live' ? '0.01USD/total' : '50USD/month');
      await key.getByLabel('Ends after days').fill('90');
      await key.getByLabel('Calls a minute').fill('6000');
      await key.getByRole('button', {name: 'Make the key'}).click();
      const shown = page.getByRole('status').filter({hasText: `The secret of ${name}`});
      await shown.waitFor();
      const text = await shown.locator('code').textContent();
      assert.match(text, /^sk-slc-/);
      if (name === 'nightly') nightly = text;
      if (name === 'live') {
        secret = text;
        await picture(page, `${folder}/secret-1280-light.png`, {fullPage: false});
      }
      await shown.getByRole('button', {name: 'I have it'}).click();
      await shown.waitFor({state: 'detached'});
      assert.ok(!(await page.content()).includes(text));
    }
    console.log('passed: a team and keys are made with the right token alone, and secrets are shown once');

    let answered = 0;
    for (let i = 0; i < 400; i++) {
      if ((await call(secret)) !== 200) break;
      answered++;
    }
    assert.ok(answered > 0);
    await page.getByText('nearly spent').or(page.getByText('used up')).first().waitFor();
    console.log('passed: a budget that is nearly spent is marked');

    const asked = await Promise.all(Array.from({length: PAGE + 10}, () => call(nightly)));
    assert.deepEqual(asked.filter(status => status !== 200), []);
    await inLedger('nightly', PAGE + 10);
    await page.getByRole('button', {name: 'nightly'}).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', {name: 'Its calls'}).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', {level: 1, name: 'Calls of nightly'}).waitFor();
    await page.getByRole('button', {name: 'Next'}).waitFor();
    await page.waitForFunction(rows => document.querySelectorAll('tbody tr').length === rows, PAGE);
    await page.getByRole('row', {name: /answered m p\/m .* key/}).first().waitFor();
    await page.getByRole('button', {name: 'Next'}).focus();
    await page.keyboard.press('Enter');
    await page.getByText('page 2').waitFor();
    await page.waitForFunction(rows => document.querySelectorAll('tbody tr').length === rows, 10);
    assert.ok(await page.getByRole('button', {name: 'Next'}).isDisabled());
    const [table] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'Export CSV'}).click()]);
    assert.equal(table.suggestedFilename(), 'calls-nightly.csv');
    callsPage = page.url();
    await page.locator('tbody td a').first().click();
    await page.getByRole('heading', {level: 1, name: 'Calls', exact: true}).waitFor();
    await page.getByRole('button', {name: 'Look for it'}).click();
    const ledger = page.getByRole('region', {name: 'In the ledger'});
    await ledger.getByRole('row', {name: /answered .* nightly m p\/m .* key/}).waitFor();
    await picture(page, `${folder}/calls-one-1440-light.png`);
    console.log('passed: a call is found in the ledger by its x-request-id');
    await page.goto(callsPage);
    await page.getByRole('link', {name: 'All keys'}).click();
    console.log('passed: the calls of a key are shown in pages, by keyboard, and exported');

    await page.getByRole('button', {name: 'nightly'}).click();
    await page.getByRole('button', {name: 'Rotate'}).click();
    await page.getByRole('form', {name: 'Give it another secret'}).getByRole('button', {name: 'Give it another secret'}).click();
    await page.getByRole('status').filter({hasText: 'The secret of nightly'}).waitFor();
    await page.getByRole('button', {name: 'I have it'}).click();
    await page.getByRole('button', {name: 'spare'}).click();
    await page.getByRole('button', {name: 'Revoke', exact: true}).click();
    await page.getByRole('button', {name: 'Revoke spare for good'}).click();
    await page.getByRole('row', {name: /spare/}).getByText('revoked').waitFor();
    assert.equal(await page.locator('tr.detail').filter({hasText: 'revoked'}).getByRole('button', {name: 'Credit'}).count(), 0);
    await page.route('**/admin/v1/keys?*', async route => {
      const list = await (await route.fetch()).json();
      const spent = list.keys.map(key => ({...key, standing: key.standing.map(of => ({...of, spent: key.name === 'live' ? of.limit : 0}))}));
      await route.fulfill({json: {...list, keys: spent}});
    });
    await page.getByRole('row', {name: /^live/}).getByText('budget used up').waitFor();
    await page.getByRole('row', {name: /^nightly/}).getByText('active').waitFor();
    await page.unroute('**/admin/v1/keys?*');
    console.log('passed: a key is rotated and another one revoked');

    await page.getByRole('button', {name: 'nightly'}).click();
    await page.getByRole('button', {name: 'Change', exact: true}).first().click();
    const changed = page.getByRole('form', {name: 'Change nightly'});
    assert.equal(await changed.getByLabel('Budgets').inputValue(), '50USD/month');
    await changed.getByLabel('Calls a minute').fill('7');
    await changed.getByRole('button', {name: 'Change nightly'}).click();
    await page.getByRole('row', {name: /nightly/}).getByText('7 calls/min').waitFor();
    const teams = page.getByRole('region', {name: 'Teams'}).first();
    await teams.getByRole('button', {name: 'Credit'}).click();
    const credit = page.getByRole('form', {name: 'Give back to search'});
    await credit.getByLabel('Amount').fill('10USD');
    await credit.getByLabel('Reason').fill('an outage');
    await picture(page, `${folder}/keys-credit-1280-light.png`);
    await credit.getByRole('button', {name: 'Give back to search'}).click();
    await page.getByText('10.00\u00a0USD credited').first().waitFor();
    await page.getByRole('button', {name: 'New team'}).click();
    const brief = page.getByRole('form', {name: 'Make the team'});
    await brief.getByLabel('Name').fill('brief');
    await brief.getByRole('button', {name: 'Make the team'}).click();
    const row = page.getByRole('row', {name: /^brief/});
    await row.getByRole('button', {name: 'Remove'}).click();
    await page.getByRole('button', {name: 'Remove brief for good'}).click();
    await row.waitFor({state: 'detached'});
    console.log('passed: a key is changed, money given back, and a team removed');

    await page.getByRole('button', {name: 'live'}).click();
    await page.getByRole('link', {name: 'Its calls'}).click();
    await page.getByText('refused here').first().waitFor();
    await picture(page, `${folder}/keys-refused-1280-light.png`);
    await page.getByRole('link', {name: 'All keys'}).click();
    console.log('passed: what a budget has refused is among the calls of a key');

    await show(page, fresh, 'overview');
    await page.getByRole('button', {name: '30d'}).click();
    await page.getByRole('rowheader', {name: 'Most of a budget spent'}).waitFor();
    await page.getByText('budget: the key live of team search').first().waitFor();
    console.log('passed: the overview tells of the budget, and goes back a month');

    await show(page, fresh, 'audit');
    await page.getByText('10 rows are in order').waitFor();
    await page.getByLabel('What').selectOption('key.revoke');
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
    await page.locator('button[aria-expanded].link').click();
    await page.locator('tr.detail pre').waitFor();
    assert.ok(!(await page.content()).includes(secret));
    console.log('passed: the audit log is filtered, and its chain holds');
    assert.deepEqual(found.filter(each => !/40[013]/.test(each)), []);
    assert.deepEqual(await violations(page), []);
    await close();
  }
  await look(fresh, 'three');
  console.log('passed: pages with three keys');
  console.log('passed: axe finds nothing on these pages in either scheme');

  /** The calls of a key, at the width of a telephone too. */
  await atEach(ALL ? [...LOOKS, ...SCHEMES.map(scheme => [scheme, 375])] : [LOOKS[0], ['dark', 375]], async (colorScheme, width) => {
    const {page, found, close} = await open({colorScheme, viewport: {width, height: 900}});
    await logIn(page, fresh, VIEWER);
    await page.goto(callsPage);
    await page.getByRole('button', {name: 'Next'}).waitFor();
    const over = await tooWide(page);
    assert.ok(over <= 0, `the calls of a key at ${width} px are ${over} px too wide`);
    await picture(page, `${folder}/keys-calls-${width}-${colorScheme}.png`, {fullPage: false});
    assert.deepEqual(await faults(page), [], `axe on the calls of a key, ${colorScheme}`);
    assert.deepEqual(found.filter(each => !each.includes('401')), []);
    await close();
  });
  console.log('passed: the calls of a key fit each width, and axe finds nothing there');
}

/** A gateway with many. */
async function lookAtLarge() {
  await look(large, 'many');
  {
    const {page, close} = await open({viewport: {width: 1280, height: 900}}, large);
    await logIn(page, large, VIEWER);
    await show(page, large, 'keys');
    const first = await page.locator('td button.link').first().textContent();
    await page.getByRole('button', {name: 'Next'}).first().focus();
    await page.keyboard.press('Enter');
    await page.getByText('page 2').waitFor();
    await page.locator('td button.link').filter({hasText: first}).first().waitFor({state: 'detached'});
    await page.getByRole('button', {name: 'Previous'}).first().click();
    await page.locator('td button.link').filter({hasText: first}).first().waitFor();
    await page.getByLabel('State').selectOption('revoked');
    await page.locator('.pill.ok').first().waitFor({state: 'detached'});
    console.log('passed: many keys come in pages, and are filtered');

    await page.goto('about:blank');
    const last = `k${String(keys - 1).padStart(9, '0')}`;
    await page.goto(`${large}/#/keys?key=${last}`);
    await page.locator('dd.mono').filter({hasText: last}).waitFor();
    assert.equal(await page.locator('button[aria-expanded=true].link').count(), 1);
    console.log('passed: a key of a later page is shown with its terms where the address names it');

    await show(page, large, 'cost');
    await page.getByLabel('From').fill('2026-05-01');
    await page.getByLabel('To, included').fill('2026-05-31');
    await page.getByText('2026-05-01 to 2026-05-31').first().waitFor();
    await page.getByRole('rowheader').first().waitFor();
    for (const by of ['key', 'model', 'target', 'feature', 'day', 'team']) {
      // Each part of the plot is asked for by itself, days by team.
      const part = new RegExp(`[?&]${by === 'day' ? 'team' : by}=[^&]+`);
      const asked = by === 'day' ? Promise.resolve() : page.waitForRequest(request => /[?&]by=day(&|$)/.test(request.url()) && part.test(request.url()));
      await page.getByRole('combobox', {name: 'By'}).selectOption(by);
      await page.getByRole('columnheader', {name: by, exact: false}).first().waitFor();
      await asked;
    }
    await picture(page, `${folder}/cost-may-1280-light.png`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'Export CSV'}).click()]);
    assert.equal(download.suggestedFilename(), 'spend-2026-05-01-2026-05-31.csv');
    await page.getByRole('combobox', {name: 'By'}).selectOption('team');
    await page.getByRole('img', {name: /Cost by day: .* in 31 days/}).waitFor();
    // A share is a part of all, not of the dearest.
    assert.match(await page.getByRole('row', {name: /^search/}).textContent(), /66\.7\s%/);
    await page.getByRole('rowheader', {name: 'search'}).getByRole('link').click();
    await page.getByRole('columnheader', {name: 'Key', exact: true}).waitFor();
    assert.match(page.url(), /#\/cost\?by=key&from=2026-05-01&to=2026-05-31&team=search$/);
    console.log('passed: cost is shown by each column and over days, exported, and leads to its parts');

    await page.goto(`${large}/#/cost?by=feature&from=2026-05-01&to=2026-05-31`);
    await page.getByRole('rowheader', {name: 'none'}).waitFor();
    await picture(page, `${folder}/cost-feature-1280-light.png`);
    await page.getByRole('rowheader', {name: 'feature-1'}).getByRole('link').click();
    await page.getByRole('columnheader', {name: 'Team', exact: true}).waitFor();
    assert.match(page.url(), /#\/cost\?by=team&from=2026-05-01&to=2026-05-31&tag=feature%3Dfeature-1$/);
    assert.equal(await page.getByLabel('Of the tag').inputValue(), 'feature=feature-1');
    await page.getByRole('row', {name: /^search/}).waitFor();
    console.log('passed: cost is shown by a tag, and of one of its values by team');
    await close();
  }
}

await Promise.all([lookAtFresh(), lookAtLarge()]);
await browser.close();
