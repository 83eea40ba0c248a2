// What calls have cost, by whatever it is asked for by: what keys pay, and what the gateway pays.

import {useState} from 'preact/hooks';
import {Budget, Stored, dollars} from './accounts.js';
import {callsOf} from './spent.js';
import {Empty, NONE, Panel, Pending, Scroll, count, html, short, useJson} from './ui.js';

const COLUMNS = {team: 'Team', key: 'Key', model: 'Model', target: 'Target', day: 'Day'};
const REASONS = {retry: 'repeats', race: 'lost races', resume: 'broken streams', shared: 'shared calls that were given up', shadow: 'copies for a shadow'};
const MOST = 1000;
const EVERY = 10000;

/** The rows of keys and of the gateway as one each, the dearest first, days in order. */
function joined(rows, by) {
  const found = new Map();
  for (const row of rows) {
    const id = row[by];
    const name = by === 'key' && row.key_name && row.key_name !== id ? row.key_name : id;
    const of = found.get(id) || {id, name, calls: 0, input: 0, cached: 0, output: 0, key: 0, gateway: 0};
    if (row.payer === 'key') of.calls += row.calls;
    of.input += row.input + row.cache_read + row.cache_write + row.cache_write_1h + row.audio_input + row.image_input;
    of.cached += row.cache_read;
    of.output += row.output + row.audio_output + row.image_output;
    of[row.payer] += row.cost;
    found.set(id, of);
  }
  const all = [...found.values()];
  return by === 'day' ? all.sort((a, b) => (a.id < b.id ? -1 : 1)) : all.sort((a, b) => b.key + b.gateway - (a.key + a.gateway));
}

function question(span, more) {
  return `/admin/v1/spend?${new URLSearchParams({...(span.from && {from: span.from}), ...(span.to && {to: span.to}), ...more})}`;
}

function Tiles({span}) {
  const {data} = useJson(question(span, {by: 'payer,reason', limit: MOST}), EVERY);
  const rows = data ? data.rows : [];
  const sum = (payer, what) => rows.filter(row => row.payer === payer).reduce((all, row) => all + row[what], 0);
  const keys = sum('key', 'cost');
  const gateway = sum('gateway', 'cost');
  const calls = sum('key', 'calls');
  const share = name => (calls ? `${Math.round((100 * sum('key', name)) / calls)}` : NONE);
  const tiles = [
    ['Keys pay', data ? dollars(keys) : NONE, ''],
    ['The gateway pays', data ? dollars(gateway) : NONE, ''],
    ['Both', data ? dollars(keys + gateway) : NONE, ''],
    ['Calls', data ? short(calls) : NONE, ''],
    ['Usage estimated', share('estimated'), '% of calls'],
    ['Without a price', share('unpriced'), '% of calls'],
  ];
  const why = rows.filter(row => row.payer === 'gateway' && row.cost > 0).map(row => `${REASONS[row.reason] || row.reason} ${dollars(row.cost)}`);
  return html`<dl class="tiles">${tiles.map(([name, value, unit]) => html`<div key=${name}><dt>${name}</dt><dd>${value}<small>${unit}</small></dd></div>`)}</dl>
    ${why.length > 0 && html`<p class="quiet below">The gateway pays for what answered nobody: ${why.join(', ')}.</p>`}`;
}

function Share({of, most}) {
  const width = value => ({width: `${most ? (100 * value) / most : 0}%`});
  return html`<span class="track" aria-hidden="true"><i class="near" style=${width(of.key + of.gateway)}></i><i style=${width(of.key)}></i></span>`;
}

function Rows({data, by}) {
  const all = joined(data.rows, by);
  const most = Math.max(0, ...all.map(of => of.key + of.gateway));
  return html`<${Scroll} label="Cost"><table class="cards">
    <thead><tr><th scope="col">${COLUMNS[by]}</th><th scope="col" class="n">Calls</th><th scope="col" class="n">Input tokens</th><th scope="col" class="n">of these cached</th><th scope="col" class="n">Output tokens</th><th scope="col" class="n">Keys pay</th><th scope="col" class="n">The gateway pays</th><th scope="col" class="bar-of">Share</th></tr></thead>
    <tbody>${all.map(of => html`<tr key=${of.id}>
      <th scope="row" class="name" title=${of.id}>${by === 'key' ? html`<a href=${callsOf(of.id)}>${of.name || 'none'}</a>` : of.name || 'none'}</th>
      <td class="n" data-label="calls">${count(of.calls)}</td>
      <td class="n" data-label="input">${short(of.input)}</td>
      <td class="n" data-label="cached">${short(of.cached)}</td>
      <td class="n" data-label="output">${short(of.output)}</td>
      <td class="n" data-label="keys pay">${dollars(of.key)}</td>
      <td class="n" data-label="the gateway pays">${dollars(of.gateway)}</td>
      <td class="bar-of wide"><${Share} of=${of} most=${most} /></td>
    </tr>`)}</tbody>
  </table><//>
  ${data.next !== null && html`<p class="empty">These are the first ${count(MOST)} sums of more: export them to see all.</p>`}`;
}

function Asked({span, setSpan, by, setBy, data}) {
  const set = name => event => setSpan({...(data && {from: data.from, to: data.to}), ...span, [name]: event.target.value});
  return html`<form class="filters" onSubmit=${event => event.preventDefault()} aria-label="What is shown">
    <label>By<select value=${by} onChange=${event => setBy(event.target.value)}>${Object.entries(COLUMNS).map(([id, name]) => html`<option key=${id} value=${id}>${name.toLowerCase()}</option>`)}</select></label>
    <label>From<input type="date" value=${span.from || (data && data.from)} onChange=${set('from')} /></label>
    <label>To, included<input type="date" value=${span.to || (data && data.to)} onChange=${set('to')} /></label>
    <a class="button" href=${question(span, {by: `${by},payer,reason`, format: 'csv'})} download>Export CSV</a>
  </form>`;
}

function Sums() {
  const [span, setSpan] = useState({from: '', to: ''});
  const [by, setBy] = useState('team');
  const {data, error} = useJson(question(span, {by: `${by},payer`, limit: MOST}), EVERY);
  return html`
    <${Tiles} span=${span} />
    <${Panel} title="Cost" note=${data ? `${data.from} to ${data.to}, days of ${data.zone}` : ''}>
      <${Asked} span=${span} setSpan=${setSpan} by=${by} setBy=${setBy} data=${data} />
      ${!data ? html`<${Pending} error=${error} />` : data.rows.length === 0
        ? html`<${Empty}>Nothing was spent in these days. Calls are here a second after their end.<//>`
        : html`<${Rows} data=${data} by=${by} />`}
    <//>`;
}

const SHOWN = 24;
const WHOSE = {all: () => 'all keys', team: of => `team ${of.name}`, key: of => `${of.name} of ${of.team}`};

function Budgets() {
  const {data, error} = useJson(`/admin/v1/budgets?order=spent&limit=${SHOWN + 1}`, 5000);
  return html`<${Panel} title="Budgets" note="the most spent first; the mark is at 80 %, from which on a warning is told">
    ${!data ? html`<${Pending} error=${error} />` : data.budgets.length === 0
      ? html`<${Empty}>Nobody has a budget. Give a key one: <code>./sluice keys create --team search --name live --budget 50USD/month</code>.<//>`
      : html`<ul class="budgets">${data.budgets.slice(0, SHOWN).map(of => html`<li key=${`${of.of}${of.id}${of.window}`}><b class="name">${WHOSE[of.of](of)}</b><${Budget} of=${of} owner=${WHOSE[of.of](of)} /></li>`)}</ul>
        ${data.budgets.length > SHOWN && html`<p class="empty">The first ${SHOWN} of more. All: <code>./sluice budgets</code>.</p>`}`}
  <//>`;
}

export function CostPage() {
  return html`<${Stored} title="Cost">
    <div class="head"><h1>Cost</h1><p class="quiet">in US dollars, by prices of the gateway's tables: estimates, not a provider's bill</p></div>
    <${Sums} /><${Budgets} />
  <//>`;
}
