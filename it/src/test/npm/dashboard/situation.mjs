// Looks at the first pages of gateways in some situation: node situation.mjs CHROMIUM FOLDER. Reads a line
// [ADMIN, NAME, WINDOW] of JSON for each, and says a line for it: `passed: WHAT`, with what the page says, or
// `failed: WHY` where the page is too wide, or does not say what the report says.

import assert from 'node:assert/strict';
import {createInterface} from 'node:readline';
import {ALL, launch, opener, picture, tooWide} from './browser.mjs';

const [executablePath, folder] = process.argv.slice(2);
// The narrow one is where a page is too wide first.
const SIZES = ALL ? [[390, 844, 'light'], [1440, 900, 'dark']] : [[390, 844, 'light']];

const browser = await launch(executablePath);
const open = opener(browser);

async function look(admin, name, window) {
  let text = '';
  for (const [width, height, colorScheme] of SIZES) {
    const {page, found, close} = await open({viewport: {width, height}, colorScheme}, admin);
    await page.route('**/admin/v1/report*', route => route.continue({url: `${admin}/admin/v1/report?window=${window}`}));
    await page.route('**/admin/v1/series?window=1m', route => route.continue({url: `${admin}/admin/v1/series?window=${window}`}));
    await page.goto(`${admin}/#/overview`);
    const said = page.locator('.say');
    await said.waitFor();
    await page.getByText(', up ').first().waitFor({state: 'attached'});
    await page.getByText('Loading.').first().waitFor({state: 'detached'});
    text ||= await said.textContent();
    const box = await said.boundingBox();
    assert.ok(box.y + box.height < height / 2, 'the summary stands in the upper half of the first screen');
    const over = await tooWide(page);
    assert.ok(over <= 0, `the page is ${over} px too wide at ${width} px`);
    assert.ok(!(await page.locator('main').textContent()).includes('NaN'), 'a figure is no number');
    assert.deepEqual(found, []);
    await picture(page, `${folder}/situation-${name}-${width}-${colorScheme}.png`);
    await close();
  }
  return text;
}

for await (const line of createInterface({input: process.stdin})) {
  const came = await look(...JSON.parse(line)).then(text => `passed: ${text}`, error => `failed: ${error.message}`);
  console.log(came.replace(/\s+/g, ' '));
}
await browser.close();
