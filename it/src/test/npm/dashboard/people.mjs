// Logs people in at a gateway with a browser, at a provider of its own (npm's oidc-provider), and
// looks at their page: node people.mjs URL CLIENTS CHROMIUM FOLDER. Says `issuer: URL` first, and waits for a
// line: by then the gateway at URL trusts that issuer, and has the team `search`, whose key at CLIENTS
// is sk-nightly. Says a line
// `passed: WHAT` for each thing that is as it should be, and fails with the first that is not.

import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import * as oidc from 'oidc-provider';
import {ALL, SCHEMES, launch, picture, tooWide, violations} from './browser.mjs';
import {lines, makeBatch} from './batching.mjs';

const [base, clients, executablePath, folder] = process.argv.slice(2);
const PEOPLE = {ann: ['search'], lea: ['search-leads'], ada: ['llm-admins'], eve: ['others']};
const NARROW = {width: 390, height: 844};

const server = createServer((request, answer) => handler(request, answer));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new oidc.Provider(issuer, {
  clients: [{
    client_id: 'sluice',
    client_secret: 'ssssssssssssssssssssssss',
    redirect_uris: [`${base}/admin/login/callback`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    backchannel_logout_uri: `${base}/admin/login/backchannel`,
    backchannel_logout_session_required: true,
  }],
  claims: {openid: ['sub', 'groups'], profile: ['name', 'preferred_username'], email: ['email']},
  conformIdTokenClaims: false,
  cookies: {keys: ['a key of these tests']},
  features: {backchannelLogout: {enabled: true}},
  // Its own would ask no loopback address, which the gateway has here.
  fetch: (url, {dispatcher: _, ...options}) => fetch(url, options),
  findAccount: (_, id) => ({accountId: id, claims: () => ({sub: id, name: `The ${id}`, preferred_username: id, email: 'same@example.com', groups: PEOPLE[id]})}),
  pkce: {required: () => true},
});
const handler = provider.callback();
provider.on('backchannel.error', (_, error) => console.log(`the gateway was not told of a logout: ${error.message} ${error.error_description || ''} ${error.cause || ''}`));
console.log(`issuer: ${issuer}`);
await once(createInterface({input: process.stdin}), 'line');

const browser = await launch(executablePath);

/** A browser of somebody's own. */
async function open(options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  return {context, page};
}

/** Logs somebody in by the button of the page, and at the provider. */
async function logIn(page, who) {
  await page.goto(`${base}/#/mine`);
  await page.getByRole('link', {name: 'Log in with your account'}).click();
  await page.locator('input[name=login]').fill(who);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  // The page behind it has such a button, too.
  await page.locator('input[name=password]').waitFor({state: 'detached'});
  await page.locator('button[type=submit]').click();
}

async function look(page, name) {
  const over = await tooWide(page);
  assert.ok(over <= 0, `${name} is ${over} px too wide`);
  await picture(page, `${folder}/mine-${name}.png`);
}

async function refuseEve() {
  const {context, page} = await open({viewport: NARROW});
  await logIn(page, 'eve');
  await page.getByText('none of your groups has a role here').waitFor();
  await look(page, 'refused-390');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('link', {name: 'Go to the dashboard'}).click();
  await page.getByRole('link', {name: 'Log in with your account'}).waitFor();
  await look(page, 'login-390');
  await context.close();
}

/** The browser of a member, who is logged in from the first to the last look at what a member does. */
let ann;

/** A member makes a key and loses it again; what stands there is the member's page alone. */
async function lookAsAnn() {
  for (const colorScheme of ALL ? SCHEMES : SCHEMES.slice(0, 1)) {
    if (ann) await logOut(ann);
    ann = await open({viewport: NARROW, colorScheme});
    const {page} = ann;
    await logIn(page, 'ann');
    await page.getByRole('heading', {level: 1, name: 'My keys'}).waitFor();
    // The second look finds the key that the first has revoked.
    await page.getByText(colorScheme === SCHEMES[0] ? 'You have no key yet' : 'revoked').first().waitFor();
    await page.getByText('The team has spent nothing this month').waitFor();
    assert.deepEqual(await page.locator('nav[aria-label=Pages] a').allTextContents(), ['My keys', 'Batches']);
    await look(page, `empty-390-${colorScheme}`);
    await page.getByRole('button', {name: 'New key'}).click();
    await page.getByLabel('Name').fill(`laptop-${colorScheme}`);
    await page.getByLabel('Calls a minute').fill('61');
    await page.getByRole('button', {name: 'Make the key'}).click();
    await page.getByText('limits.rpm must be from 1 to 60').waitFor();
    await look(page, `beyond-390-${colorScheme}`);
    await page.getByLabel('Calls a minute').fill('6');
    await page.getByRole('button', {name: 'Make the key'}).click();
    await page.locator('code', {hasText: 'sk-slc-'}).waitFor();
    await page.getByRole('button', {name: 'I have it'}).click();
    await page.getByRole('rowheader', {name: `laptop-${colorScheme}`}).first().waitFor();
    await look(page, `full-390-${colorScheme}`);
    await page.getByRole('button', {name: 'Rotate'}).click();
    await page.getByRole('button', {name: 'Give it another secret'}).click();
    await page.getByRole('button', {name: 'I have it'}).click();
    await page.getByRole('button', {name: 'Revoke'}).first().click();
    await page.getByRole('button', {name: `Revoke laptop-${colorScheme} for good`}).click();
    await page.getByText('revoked').first().waitFor();
    assert.deepEqual(await violations(page), []);
  }
}

async function logOut({context, page}) {
  await page.getByRole('button', {name: 'log out'}).click();
  await page.getByRole('link', {name: 'Log in with your account'}).waitFor();
  await context.close();
}

/** A member sees the batches of the team, and what it keeps. */
async function lookAtBatches() {
  const batch = await makeBatch(clients, 'sk-nightly', lines(2, 'm'));
  const {page} = ann;
  await page.getByRole('link', {name: 'Batches'}).click();
  const row = page.getByRole('row').filter({hasText: batch});
  await row.getByText('2 of 2 lines').waitFor();
  await page.getByRole('button', {name: batch}).click();
  await page.getByText('of results', {exact: false}).first().waitFor();
  assert.equal(await page.getByRole('button', {name: 'Cancel'}).count(), 0);
  await look(page, 'batches-390');
  assert.deepEqual(await violations(page), []);
}

/** An owner raises the limits of a member's key. */
async function lookAsLea() {
  await ann.page.getByRole('link', {name: 'My keys'}).click();
  await ann.page.getByRole('button', {name: 'New key'}).click();
  await ann.page.getByLabel('Name').fill('shared');
  await ann.page.getByRole('button', {name: 'Make the key'}).click();
  await ann.page.getByRole('button', {name: 'I have it'}).click();
  const {context, page} = await open({viewport: NARROW, colorScheme: 'dark'});
  await logIn(page, 'lea');
  const panel = page.getByRole('region', {name: 'Keys of people in search'});
  await panel.getByText('The ann').first().waitFor();
  const row = panel.getByRole('row', {name: /shared/});
  await row.getByRole('button', {name: 'Change'}).click();
  await page.getByLabel('Calls a minute').fill('600');
  await page.getByRole('button', {name: 'Change shared'}).click();
  await row.getByText('600 calls/min').waitFor();
  await look(page, 'owner-390-dark');
  assert.deepEqual(await violations(page), []);
  await context.close();
  await logOut(ann);
}

/** The people who have logged in, of whom one is refused for a while. */
async function lookAtPeople(page) {
  await page.getByRole('link', {name: 'People'}).click();
  const of = name => page.getByRole('row').filter({hasText: name});
  await of('The ada').getByText('admin').waitFor();
  await of('The ann').getByText('search (member)').waitFor();
  await of('The lea').getByText('search (owner)').waitFor();
  await page.getByRole('button', {name: 'The ann'}).click();
  await page.getByText('by a login').waitFor();
  await page.getByText('search/shared').waitFor();
  await look(page, 'people-1440');
  await page.setViewportSize(NARROW);
  await look(page, 'people-390');
  await page.setViewportSize({width: 1440, height: 900});
  for (const [way, state] of [['Deactivate', 'deactivated'], ['Activate', 'active']]) {
    await page.getByRole('button', {name: way, exact: true}).click();
    await page.getByRole('button', {name: `${way}: The ann`}).click();
    await of('The ann').first().getByText(state, {exact: true}).waitFor();
  }
}

/** An admin sees the whole, changes what the role allows without a token, and is out when the provider says so. */
async function lookAsAda() {
  const {context, page} = await open({viewport: {width: 1440, height: 900}});
  await logIn(page, 'ada');
  await page.getByText(', up ').first().waitFor({state: 'attached'});
  await page.goto(`${base}/#/keys`);
  await page.getByRole('button', {name: 'New team'}).click();
  await page.getByLabel('Name').fill('made');
  assert.equal(await page.getByLabel('Token (admin)').count(), 0);
  await page.getByRole('button', {name: 'Make the team'}).click();
  await page.getByRole('rowheader', {name: 'made'}).waitFor();
  await lookAtPeople(page);
  await page.goto(`${issuer}/session/end`);
  await page.locator('button[type=submit]').first().click();
  // The gateway has been told by then.
  await page.waitForURL('**/session/end/success*');
  await page.goto(`${base}/#/mine`);
  await page.getByRole('link', {name: 'Log in with your account'}).waitFor();
  await context.close();
}

for (const [what, check] of Object.entries({
  'somebody without a role is refused, and finds back': refuseEve,
  'a member makes, rotates and revokes a key': lookAsAnn,
  'a member sees the batches of the team': lookAtBatches,
  'an owner raises the limits of a member': lookAsLea,
  'an admin changes without a token, sees people, and is out when the provider says so': lookAsAda,
})) {
  await check();
  console.log(`passed: ${what}`);
}
await browser.close();
server.closeAllConnections();
server.close();
process.stdin.destroy();
