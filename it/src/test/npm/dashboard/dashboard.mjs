// Looks at the dashboard of a running gateway with a browser: node dashboard.mjs ADMIN GUARDED TOKEN
// CHROMIUM FOLDER. Says a line `passed: WHAT` for each thing that is as it should be, fails with
// the first that is not, and leaves pictures in FOLDER.

import assert from 'node:assert/strict';
import {setTimeout} from 'node:timers/promises';
import {LOOKS, NARROW, atEach, faults, hide, launch, leave, logIn, opener, picture, sideBySide, tooWide, violations} from './browser.mjs';

const [admin, guarded, token, executablePath, folder] = process.argv.slice(2);
const PAGES = ['overview', 'targets', 'queue', 'calls', 'configuration'];
const MOST_BYTES = 80 * 1024;
const LATEST_PAINT = 300;

/** How long a load that is as quick as it should be is waited for, beside all that else the machine does. */
const PATIENCE_MS = 60_000;

/** How long what else the machine does is waited for between two loads. */
const PAUSE_MS = 500;

const browser = await launch(executablePath);
const open = opener(browser, admin);

/** The first paint of a page that is there. */
function firstPaint(page) {
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
}

/** The first paint of the quickest of some loads without a cache: what the page takes, not what else the machine does. */
async function leastPaint(page) {
  const until = Date.now() + PATIENCE_MS;
  let least = await firstPaint(page);
  while (least > LATEST_PAINT && Date.now() < until) {
    await setTimeout(PAUSE_MS);
    await page.reload();
    await show(page, 'overview');
    least = Math.min(least, await firstPaint(page));
  }
  return least;
}

async function show(page, name, base = admin) {
  await page.goto(`${base}/#/${name}`);
  await page.getByRole('heading', {level: 1}).waitFor();
  await page.getByText('Loading.').first().waitFor({state: 'detached'});
  await page.getByText(', up ').first().waitFor({state: 'attached'});
}

// What is looked at side by side.
const checks = [];

/** Each page: nothing wider than the window, no report, nothing that axe finds. */
checks.push(async () => {
  await atEach(LOOKS, async (colorScheme, width) => {
    const {page, found, close} = await open({colorScheme, viewport: {width, height: 900}});
    for (const name of PAGES) {
      await show(page, name);
      if (name === 'calls' && await page.locator('button[aria-expanded]').count()) await page.locator('button[aria-expanded]').first().click();
      const over = await tooWide(page);
      assert.ok(over <= 0, `${name} at ${width} px is ${over} px too wide`);
      await picture(page, `${folder}/${name}-full-${width}-${colorScheme}.png`);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(await faults(page), [], `axe on ${name} at ${width} px, ${colorScheme}`);
    }
    assert.deepEqual(found, []);
    await close();
  });
  console.log('passed: no report of the policy, no request to anybody else, nothing too wide');
  console.log('passed: axe finds nothing on any page in either scheme');
});

/** The same of a gateway that has had no call, and of one that has gone while it was looked at. */
checks.push(async () => {
  await atEach(NARROW, async (colorScheme, width) => {
    const {page, found, close} = await open({colorScheme, viewport: {width, height: 900}}, guarded);
    await logIn(page, guarded, token);
    for (const name of PAGES) {
      await show(page, name, guarded);
      const over = await tooWide(page);
      assert.ok(over <= 0, `${name} without calls at ${width} px is ${over} px too wide`);
      await picture(page, `${folder}/${name}-empty-${width}-${colorScheme}.png`);
    }
    assert.deepEqual(found.filter(what => !what.includes('401')), []);
    await close();
  });
  console.log('passed: pages without a call');
});

checks.push(async () => {
  await atEach(NARROW, async (colorScheme, width) => {
    const {page, close} = await open({colorScheme, viewport: {width, height: 900}});
    for (const name of PAGES) {
      await page.goto('about:blank');
      await page.unrouteAll();
      await show(page, name);
      await leave(page);
      const over = await tooWide(page);
      assert.ok(over <= 0, `${name} of a gateway that is gone at ${width} px is ${over} px too wide`);
      await picture(page, `${folder}/${name}-stale-${width}-${colorScheme}.png`);
    }
    await close();
  });
  console.log('passed: pages of a gateway that is gone say so');
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 1280, height: 900}});
  await show(page, 'calls');
  await page.getByLabel('Outcome').selectOption('invalid');
  await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  assert.deepEqual(found, []);
  console.log('passed: a script in the name of a model is a text');
  await close();
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 1280, height: 900}});
  await show(page, 'overview');
  assert.deepEqual(await page.getByRole('navigation', {name: 'Pages'}).getByRole('link').allTextContents(), ['Overview', 'Targets', 'Queue', 'Calls', 'Configuration']);
  for (const name of ['keys', 'cost', 'audit']) {
    await page.goto(`${admin}/#/${name}`);
    await page.getByText('This gateway has no store').waitFor();
  }
  assert.deepEqual(found.filter(what => !what.includes('409')), []);
  console.log('passed: without a store there are no pages of keys, and a word on how to get them');
  await close();
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 1280, height: 900}, timezoneId: 'Asia/Kolkata'});
  await show(page, 'calls');
  await page.getByText(/\d\d:\d\d:\d\d UTC/).first().waitFor();
  await page.locator('#suggested-target option[value="shaky/m"]').waitFor({state: 'attached'});
  await page.getByLabel('Target').fill('steady/m');
  await page.waitForFunction(() => [...document.querySelectorAll('td[data-label=target]')].every(cell => cell.textContent === 'steady/m'));
  assert.equal(new URL(page.url()).hash, '#/calls?target=steady%2Fm');
  await page.reload();
  await page.getByLabel('Target').waitFor();
  assert.equal(await page.getByLabel('Target').inputValue(), 'steady/m');
  await page.locator('td[data-label=target] a').first().click();
  await page.getByRole('heading', {level: 1, name: 'Targets'}).waitFor();
  assert.equal(new URL(page.url()).hash, '#/targets?target=steady%2Fm');
  await page.getByRole('heading', {level: 3, name: 'Attempts, a second'}).waitFor();
  await page.getByRole('link', {name: 'failed ones'}).click();
  await page.getByRole('heading', {level: 1, name: 'Calls'}).waitFor();
  assert.equal(new URL(page.url()).hash, '#/calls?target=steady%2Fm&failed=true');
  await page.goto(`${admin}/#/queue`);
  await page.getByRole('status').getByRole('link').first().click();
  await page.getByRole('heading', {level: 1, name: 'Overview'}).waitFor();
  await show(page, 'overview');
  const asked = page.waitForRequest(request => request.url().endsWith('/admin/v1/series?window=24h'));
  await page.getByRole('button', {name: '24h'}).click();
  await asked;
  assert.equal(new URL(page.url()).hash, '#/overview?window=24h');
  assert.deepEqual(found, []);
  console.log('passed: pages lead to each other, filters and windows stand in the address, and plots follow them');
  await close();
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 1280, height: 900}});
  await show(page, 'calls');
  await page.getByLabel('Outcome').selectOption('invalid');
  await page.locator('button[aria-expanded=false]').first().click();
  await page.getByText(/Its client got 404 model_not_found/).waitFor();
  const id = await page.locator('dd.mono').first().textContent();
  const fresh = page.waitForRequest(request => request.url().includes('/admin/v1/calls?'));
  await page.locator('button[aria-expanded=true]').click();
  await fresh;
  await page.goto(`${admin}/#/calls?id=${id}`);
  await page.waitForFunction(() => document.querySelectorAll('button[aria-expanded=true]').length === 1);
  await page.getByText(/Its client got 404 model_not_found/).waitFor();
  await page.getByLabel('x-request-id').fill('req_none');
  await page.getByText(/It is not among the 61 calls in memory/).waitFor();
  assert.deepEqual(found, []);
  console.log('passed: a call is found by its x-request-id, with the error that its client got');
  await close();
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 1280, height: 900}});
  await page.route('**/admin/v1/state/targets', async route => {
    const state = await (await route.fetch()).json();
    const circuit = {operation: 'chat', state: 'half_open', why: 'listed', opened: 1, probes: 0, probes_failed: 0, lists: 1};
    await route.fulfill({json: {...state, targets: state.targets.map(target => ({...target, state: 'half_open', circuits: [circuit]}))}});
  });
  await show(page, 'targets');
  await page.getByText("began to fail once, put on trial by its provider's list of models once; no trial has failed").first().waitFor();
  assert.equal(await page.getByText('not tried again yet').count(), 0);
  await page.route('**/admin/v1/report*', async route => {
    const report = await (await route.fetch()).json();
    const trouble = {status: 'missed', text: '', advice: 'look', target: 'shaky/m'};
    const troubles = [{...trouble, metric: 'failed', page: 'calls'}, {...trouble, metric: 'timeouts', page: 'targets'}];
    await route.fulfill({json: {...report, summary: {...report.summary, troubles}}});
  });
  await show(page, 'overview');
  await page.getByRole('link', {name: 'see calls'}).waitFor();
  assert.equal(await page.getByRole('link', {name: 'see calls'}).getAttribute('href'), '#/calls?target=shaky%2Fm&failed=true');
  assert.equal(await page.getByRole('link', {name: 'see targets'}).getAttribute('href'), '#/targets?target=shaky%2Fm');
  assert.deepEqual(found, []);
  console.log('passed: a circuit on trial says what has put it there, and failed calls lead to those that failed');
  await close();
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 1280, height: 900}});
  await page.route('**/admin/v1/report*', async route => {
    const report = await (await route.fetch()).json();
    const trouble = {metric: 'failed', status: 'missed', text: '9 of 9 calls failed', advice: 'shaky/m: it refuses; replace providers.shaky.key', target: 'shaky/m', page: 'configuration'};
    const summary = {status: 'missed', verdict: 'Not well', text: 'Not well: 9 of 9 calls failed', over: false, troubles: [trouble]};
    const finding = {target: 'shaky/m', cause: 'credential', problem: 'it refuses', remedy: 'replace providers.shaky.key'};
    await route.fulfill({json: {...report, window_seconds: 4, summary, findings: [finding]}});
  });
  await show(page, 'overview');
  await page.getByRole('status').getByRole('link', {name: 'not well: calls fail'}).waitFor();
  await page.getByText('report and plots show 4\u00a0s of the last 5m').waitFor();
  assert.equal(await page.getByText('replace').count(), 1, 'what to do stands on the page once');
  assert.equal(await page.getByRole('link', {name: 'see calls'}).getAttribute('href'), '#/calls?target=shaky%2Fm&failed=true');
  await page.getByRole('link', {name: 'providers.shaky.key'}).click();
  await page.getByRole('heading', {level: 1, name: 'Configuration'}).waitFor();
  await page.locator('section').first().getByRole('heading', {name: 'Provider shaky'}).waitFor();
  await page.getByRole('row', {name: /^keys/}).first().waitFor();
  assert.equal(await page.locator('tr.asked').count(), 1);
  assert.deepEqual(found, []);
  console.log('passed: the bar says what the page says, and a setting leads to the configuration');
  await close();
});

checks.push(async () => {
  const {page, close} = await open({viewport: {width: 1280, height: 900}});
  await page.route('**/admin/v1/state/targets', async route => {
    const state = await (await route.fetch()).json();
    const times = [{what: 'first_token', input: '4KiB', ms: 10000, samples: 20, prior: true}];
    await route.fulfill({json: {...state, targets: state.targets.map(target => ({...target, times, keyless: target.name === 'steady/m'}))}});
  });
  await page.route('**/admin/v1/targets?*', async route => {
    const counted = await (await route.fetch()).json();
    await route.fulfill({json: {...counted, targets: counted.targets.map(target => ({...target, first_token_p50: 0.01, total_p50: 0.0105}))}});
  });
  await show(page, 'targets');
  await page.getByText('not learned yet: prior 10.0\u00a0s').first().waitFor();
  const row = page.getByRole('row', {name: /^steady\/m/});
  await row.getByText('failing: no key').waitFor();
  await row.getByText('≤ 10\u00a0ms').first().waitFor();
  await row.getByText('11\u00a0ms', {exact: true}).first().waitFor();
  console.log('passed: what is not learned, too short to be told apart, or without a key is told as that');
  await close();
});

checks.push(async () => {
  const {page, close} = await open({viewport: {width: 1280, height: 900}});
  await show(page, 'overview');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Queue');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {level: 1, name: 'Queue'}).waitFor();
  console.log('passed: the pages are reached by keyboard');
  await close();
});

checks.push(async () => {
  const {page, close} = await open({viewport: {width: 1280, height: 900}});
  const ended = new Promise(resolve => page.on('requestfailed', request => request.url().endsWith('/admin/v1/feed') && resolve()));
  await show(page, 'overview');
  await hide(page, true);
  await ended;
  const again = page.waitForRequest(request => request.url().endsWith('/admin/v1/feed'));
  await hide(page, false);
  await again;
  console.log('passed: a hidden page closes its stream, and opens it again');
  await close();
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 390, height: 844}});
  await page.route('**/admin/v1/series*', async route => {
    const series = await (await route.fetch()).json();
    const first = Object.fromEntries(Object.entries(series).map(([name, values]) => [name, Array.isArray(values) ? values.slice(-1) : values]));
    await route.fulfill({json: first});
  });
  await show(page, 'overview');
  await page.getByText('The gateway has just started').waitFor();
  assert.ok(!(await page.locator('main').textContent()).includes('NaN'));
  assert.equal(await page.locator('canvas').count(), 0);
  await picture(page, `${folder}/first-seconds-390-light.png`);
  await show(page, 'targets?target=steady%2Fm');
  await page.getByText('The gateway has just started').waitFor();
  assert.equal(await page.locator('canvas').count(), 0);
  assert.deepEqual(found, []);
  console.log('passed: in its first seconds every figure is a number, and no plot is torn');
  await close();
});

checks.push(async () => {
  const {page, close} = await open({viewport: {width: 390, height: 844}});
  await page.route('**/admin/v1/me', route => route.fulfill({status: 503, json: {error: {message: 'not yet'}}}));
  await page.goto(`${admin}/#/overview`);
  await page.getByText('The gateway does not answer: not yet.').waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0, 'pages of somebody who is not known');
  await page.unroute('**/admin/v1/me');
  await page.getByRole('heading', {level: 1}).waitFor();
  await close();
  console.log('passed: who looks is asked again where the gateway does not answer');
});

checks.push(async () => {
  const {page, close} = await open({viewport: {width: 390, height: 844}});
  let frames = 0;
  await page.route('**/admin/v1/feed', async route => {
    if (frames++ > 0) return route.abort();
    const frame = {version: '1', at: Date.now(), up_s: 60, url: '', store: false, waiting: 0, targets: 3, ill: 2, failing: 1, on_trial: 1, summary: {status: 'missed', verdict: 'Not well', text: '', over: false}, notices: []};
    return route.fulfill({contentType: 'text/event-stream', body: `data: ${JSON.stringify(frame)}\n\n`});
  });
  await page.goto(`${admin}/#/overview`);
  await page.getByRole('alert').filter({hasText: /^The gateway does not answer. What stands here is \d+\ss old.$/}).waitFor();
  await page.getByText('not connected').waitFor();
  await page.getByText('Loading.').first().waitFor({state: 'detached'});
  const opacity = await page.locator('main .panel').first().evaluate(panel => getComputedStyle(panel).opacity);
  assert.ok(Number(opacity) < 0.6, `what is old is dimmed: ${opacity}`);
  const targets = page.locator('.tiles div', {hasText: 'Targets failing'});
  assert.equal(await targets.locator('dd').textContent(), '1of 3, 1 on trial');
  await picture(page, `${folder}/stale-390-light.png`);
  console.log('passed: what stands on a page is dimmed with its age when the gateway does not answer');
  await close();
});

/** The nodes of a cluster, one of which is alone, one silent, and one of a version that shows other things. */
checks.push(async () => {
  const view = {cluster: 'prod', mode: 'leased', why: '', nodes: 4, missing: 1, skew_ms: 3, waiting: 2};
  const purse = {provider: 'openai', model: 'gpt-5-mini', dimension: 'input_tokens', level: 410, size: 500, limit: 200000, alone: 50000};
  const node = (name, more) => ({id: name, name, version: '1.0.0', started: 1, silent_ms: 412, there: true, view: {...view, purses: [purse]}, ...more});
  const nodes = [
    node('gw-1'),
    node('gw-2', {view: {...view, mode: 'alone', why: 'Redis refuses the connection', purses: [{...purse, level: -1200}]}}),
    node('gw-3', {there: false, silent_ms: 92000}),
    node('a-name-that-is-as-long-as-names-may-be-and-has-no-place-to-break-it', {view: {purses: 'none'}}),
  ];
  const frame = {version: '1', at: Date.now(), up_s: 60, url: '', store: true, nodes: true, waiting: 0, targets: 3, ill: 0, failing: 0, on_trial: 0, summary: {status: 'ok', verdict: 'Well', text: '', over: false}, notices: []};
  await atEach(LOOKS, async (colorScheme, width) => {
    const {page, found, close} = await open({alone: true, colorScheme, viewport: {width, height: 900}});
    await page.addInitScript(said => {
      globalThis.EventSource = class {
        constructor() { this.timer = setInterval(() => this.onmessage({data: said}), 100); }
        close() { clearInterval(this.timer); }
      };
    }, JSON.stringify(frame));
    await page.route('**/admin/v1/nodes', route => route.fulfill({json: {node: 'gw-1', nodes}}));
    await show(page, 'overview');
    const panel = page.locator('section', {has: page.getByRole('heading', {name: 'Nodes'})});
    await panel.getByText('4 gateways that share limits and budgets').waitFor();
    await panel.getByText('alone', {exact: true}).waitFor();
    await panel.getByText('silent for 1 min 32 s').waitFor();
    assert.equal(await panel.getByText('4, 1 missing').count(), 3);
    const leases = page.locator('section', {has: page.getByRole('heading', {name: 'Leases'})});
    await leases.getByText('-1,200').waitFor();
    assert.ok(!(await page.locator('main').textContent()).includes('NaN'));
    const over = await tooWide(page);
    assert.ok(over <= 0, `the page with nodes is ${over} px too wide at ${width} px`);
    assert.deepEqual(await faults(page), []);
    assert.deepEqual(found, []);
    await picture(page, `${folder}/nodes-${width}-${colorScheme}.png`);
    await close();
  });
  console.log('passed: the nodes of a cluster stand on the first page, with what each has at hand');
});

checks.push(async () => {
  const {page, found, close} = await open({viewport: {width: 1280, height: 900}}, guarded);
  const context = page.context();
  await page.goto(`${guarded}/`);
  await page.getByLabel('Admin token').fill('wrong');
  await page.getByRole('button', {name: 'Log in'}).click();
  await page.getByRole('alert').waitFor();
  await picture(page, `${folder}/login-1280-light.png`, {fullPage: false});
  await page.getByLabel('Admin token').fill(token);
  await page.getByRole('button', {name: 'Log in'}).click();
  await page.getByText(', up ').first().waitFor({state: 'attached'});
  const [cookie] = await context.cookies();
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(found.filter(what => !what.includes('401')), []);
  await page.getByRole('button', {name: 'log out'}).click();
  await page.getByLabel('Admin token').waitFor();
  assert.equal((await context.cookies()).filter(each => each.value).length, 0);
  console.log('passed: the token is asked, and swapped for a session, which is ended');
  await close();
});

await sideBySide(checks);

/** How fast a page is seen, when nothing else is looked at beside it. */
{
  const {page, close} = await open({alone: true, viewport: {width: 1280, height: 900}});
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  let bytes = 0;
  client.on('Network.loadingFinished', event => { bytes += event.encodedDataLength; });
  const files = [];
  page.on('response', response => files.push(response.url()));
  await show(page, 'overview');
  const documents = files.filter(url => url.includes('/admin/')).length;
  assert.ok(documents > 0);
  assert.ok(bytes <= MOST_BYTES, `the page takes ${bytes} bytes`);
  await client.send('Network.setCacheDisabled', {cacheDisabled: true});
  const paint = await leastPaint(page);
  assert.ok(paint <= LATEST_PAINT, `the first paint comes after ${paint} ms`);
  console.log(`passed: the page takes ${bytes} bytes; first paint after ${Math.round(paint)} ms`);
  await close();
}

await browser.close();
