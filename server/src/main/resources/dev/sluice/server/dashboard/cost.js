// What calls have cost, by whatever it is asked for by: what keys pay, and what the gateway pays.

import {useEffect, useState} from 'preact/hooks';
import {Budget, Stored, dollars} from './accounts.js';
import {to, useAddress} from './address.js';
import {Bars} from './bars.js';
import {callsOf} from './spent.js';
import {Empty, NONE, Panel, Pending, Scroll, Suggested, count, html, json, percent, plural, short, units, useJson} from './ui.js';

const COLUMNS = {team: 'Team', key: 'Key', model: 'Model', target: 'Target', day: 'Day'};
const REASONS = {retry: 'repeats', race: 'lost races', resume: 'broken streams', shared: 'shared calls that were given up', shadow: 'copies for a shadow'};
/** Beside the columns that all calls have a table may be by a tag of the configuration. */
const TAG = /^(?!(payer|reason|tags)$)[a-z][a-z0-9_-]{0,31}$/;
const MOST = 1000;
const EVERY = 10000;

/** The rows of keys and of the gateway as one each, the dearest first, days in order. */
function joined(rows, by) {
  const found = new Map();
  for (const row of rows) {
    const id = row[by];
    const name = by === 'key' && row.key_name && row.key_name !== id ? row.key_name : id;
    const of = found.get(id) || {id, name, calls: 0, input: 0, cached: 0, output: 0, units: {}, key: 0, gateway: 0};
    if (row.payer === 'key') of.calls += row.calls;
    of.input += row.input + row.cache_read + row.cache_write + row.cache_write_1h + row.audio_input + row.image_input;
    of.cached += row.cache_read;
    of.output += row.output + row.audio_output + row.image_output;
    for (const [name, number] of Object.entries(row.units || {})) if (typeof number === 'number') of.units[name] = (of.units[name] || 0) + number;
    of[row.payer] += row.cost;
    found.set(id, of);
  }
  const all = [...found.values()];
  return by === 'day' ? all.sort((a, b) => (a.id < b.id ? -1 : 1)) : all.sort((a, b) => b.key + b.gateway - (a.key + a.gateway));
}

const FILTERS = ['team', 'key', 'model', 'tag'];
const ANY = {by: 'team', from: '', to: '', team: '', key: '', model: '', tag: ''};

/** A tag and its value, which are asked for as name=value; nothing while no whole one is typed in. */
function tagOf(asked) {
  const at = asked.tag.indexOf('=');
  const name = asked.tag.slice(0, Math.max(0, at));
  return TAG.test(name) ? {[name]: asked.tag.slice(at + 1)} : {};
}

/** What is asked of the ledger: the days and filters of the page, and more. */
function question(asked, more) {
  const given = ['from', 'to', 'team', 'key', 'model'].filter(name => asked[name] !== '').map(name => [name, asked[name]]);
  return `/admin/v1/spend?${new URLSearchParams({...Object.fromEntries(given), ...tagOf(asked), ...more})}`;
}

/** Where the sums of one of a column are shown by another. */
function within(asked, by, id) {
  const next = {team: 'key', key: 'model', model: 'key'}[by];
  return next ? to('cost', {...asked, by: next, [by]: id}) : to('cost', {...asked, by: 'team', tag: `${by}=${id}`});
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
  return html`${data && html`<p class="quiet">${data.from} to ${data.to}, days of ${data.zone}</p>`}<dl class="tiles">${tiles.map(([name, value, unit]) => html`<div key=${name}><dt>${name}</dt><dd>${value}<small>${unit}</small></dd></div>`)}</dl>
    ${why.length > 0 && html`<p class="quiet below">The gateway pays for what answered nobody: ${why.join(', ')}.</p>`}`;
}

/** A part of all that is shown, as a bar and in words. */
function Share({of, sum}) {
  const width = value => ({width: `${sum ? (100 * value) / sum : 0}%`});
  return html`<span class="track" aria-hidden="true"><i class="near" style=${width(of.key + of.gateway)}></i><i style=${width(of.key)}></i></span><small class="quiet">${sum ? percent((of.key + of.gateway) / sum) : NONE}</small>`;
}

/** A name, with where it leads. */
function Name({of, by, asked}) {
  const name = of.name || 'none';
  if (by === 'key') return html`<a href=${callsOf(of.id)}>${name}</a>`;
  if (by === 'target' && of.id) return html`<a href=${to('targets', {target: of.id})}>${name}</a>`;
  if (by === 'day') return html`<a href=${to('cost', {...asked, by: 'team', from: of.id, to: of.id})}>${name}</a>`;
  return of.id ? html`<a href=${within(asked, by, of.id)}>${name}</a>` : name;
}

function Rows({data, by, asked}) {
  const all = joined(data.rows, by);
  const sum = all.reduce((sum, of) => sum + of.key + of.gateway, 0);
  return html`<${Scroll} label="Cost"><table class="cards">
    <thead><tr><th scope="col">${COLUMNS[by] || by}</th><th scope="col" class="n">Calls</th><th scope="col" class="n">Input tokens</th><th scope="col" class="n">of these cached</th><th scope="col" class="n">Output tokens</th><th scope="col" class="n">Keys pay</th><th scope="col" class="n">The gateway pays</th><th scope="col" class="bar-of">Share</th></tr></thead>
    <tbody>${all.map(of => html`<tr key=${of.id}>
      <th scope="row" class="name" title=${of.id}><${Name} of=${of} by=${by} asked=${asked} /></th>
      <td class="n" data-label="calls">${count(of.calls)}</td>
      <td class="n" data-label="input">${short(of.input)}</td>
      <td class="n" data-label="cached">${short(of.cached)}</td>
      <td class="n" data-label="output">${short(of.output)}<span class="quiet"> ${units(of.units)}</span></td>
      <td class="n" data-label="keys pay">${dollars(of.key)}</td>
      <td class="n" data-label="the gateway pays">${dollars(of.gateway)}</td>
      <td class="bar-of wide"><${Share} of=${of} sum=${sum} /></td>
    </tr>`)}</tbody>
  </table><//>
  <ul class="legend below-table"><li><i class="square c-accent"></i>keys pay</li><li><i class="square c-near"></i>the gateway pays</li></ul>
  ${data.next !== null && html`<p class="empty">These are the first ${count(MOST)} sums of more: export them to see all.</p>`}`;
}

const DAY_MS = 864e5;
const PARTS = 6;
const MOST_DAYS = 370;

function daysOf(from, to) {
  const days = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < MOST_DAYS; at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** What was spent on each day, of one or of all; both payers together. */
async function byDay(asked, more, days, signal) {
  const {rows} = await json(question(asked, {by: 'day', limit: MOST, ...more}), signal);
  const found = new Map(rows.map(row => [row.day, row.cost]));
  return days.map(day => found.get(day) || 0);
}

/** The days of the dearest ones of a column, one by one, and of the rest together. */
async function partsOf(asked, by, data, days, signal) {
  const dearest = joined(data.rows, by).filter(of => of.key + of.gateway > 0).slice(0, PARTS);
  const [whole, ...each] = await Promise.all([byDay(asked, {}, days, signal), ...dearest.map(of => byDay({...asked, [by]: ''}, {[by]: of.id}, days, signal))]);
  const parts = dearest.map((of, i) => ({name: of.name || 'none', colour: i, values: each[i], href: by !== 'target' && of.id ? within(asked, by, of.id) : ''}));
  const rest = whole.map((sum, i) => Math.max(0, sum - each.reduce((all, values) => all + values[i], 0)));
  return rest.some(value => value > 1e-6) ? [...parts, {name: 'others', colour: PARTS, values: rest}] : parts;
}

/** The cost of each day, by what the table is by; days by team. */
function Plot({asked, by, data}) {
  const [shown, setShown] = useState(null);
  const [error, setError] = useState('');
  const days = daysOf(data.from, data.to);
  const what = JSON.stringify([asked, by, data.from, data.to, data.total && data.total.cost]);
  useEffect(() => {
    const abort = new AbortController();
    partsOf(asked, by, data, days, abort.signal)
      .then(parts => { setShown({days, parts}); setError(''); })
      .catch(why => { if (!abort.signal.aborted) setError(why.message); });
    return () => abort.abort();
  }, [what]);
  const note = days.length === MOST_DAYS ? `the first ${plural(MOST_DAYS, 'day')}` : `by ${by}, days of ${data.zone}`;
  return html`<${Panel} title="Cost by day" note=${note}>${shown ? html`<${Bars} title="Cost by day" days=${shown.days} parts=${shown.parts} format=${dollars} />` : html`<${Pending} error=${error} />`}<//>`;
}

/** Names that may be asked for: those that had a cost in these days. */
function useNames(asked, by) {
  const {data} = useJson(`/admin/v1/spend?${new URLSearchParams({...(asked.from && {from: asked.from}), ...(asked.to && {to: asked.to}), by, limit: MOST})}`, 60000);
  return data ? data.rows.map(row => row[by]).filter(name => name !== '') : [];
}

/** Tags and their values, likewise, as they are asked for. */
function useTags(asked) {
  const {data} = useJson(`/admin/v1/spend?${new URLSearchParams({...(asked.from && {from: asked.from}), ...(asked.to && {to: asked.to}), by: 'tags', limit: MOST})}`, 60000);
  return data ? [...new Set(data.rows.flatMap(row => Object.entries(row.tags).map(([name, value]) => `${name}=${value}`)))] : [];
}

function OfTag({asked, change}) {
  return html`<${Suggested} label="Of the tag" value=${asked.tag} set=${tag => change({tag})} all=${useTags(asked)} placeholder="name=value" />`;
}

function Asked({asked, change, data, tags}) {
  const columns = {...COLUMNS, ...Object.fromEntries(tags.map(tag => [tag, tag]))};
  const set = name => event => event.target.value && change({...(data && {from: data.from, to: data.to}), [name]: event.target.value});
  return html`<form class="filters" onSubmit=${event => event.preventDefault()} aria-label="What is shown">
    <label>By<select value=${asked.by} onChange=${event => change({by: event.target.value})}>${Object.entries(columns).map(([id, name]) => html`<option key=${id} value=${id}>${COLUMNS[id] ? name.toLowerCase() : `tag ${name}`}</option>`)}</select></label>
    <label>From<input type="date" value=${asked.from || (data && data.from)} onChange=${set('from')} /></label>
    <label>To, included<input type="date" value=${asked.to || (data && data.to)} onChange=${set('to')} /></label>
    <${Suggested} label="Of the team" value=${asked.team} set=${team => change({team})} all=${useNames(asked, 'team')} />
    <${Suggested} label="Of the key (id)" value=${asked.key} set=${key => change({key})} all=${useNames(asked, 'key')} />
    <${Suggested} label="Of the model" value=${asked.model} set=${model => change({model})} all=${useNames(asked, 'model')} />
    ${tags.length > 0 && html`<${OfTag} asked=${asked} change=${change} />`}
    <a class="button" href=${question(asked, {by: `${asked.by},payer,reason`, format: 'csv'})} download>Export CSV</a>
  </form>`;
}

function Sums() {
  const [found, change] = useAddress('cost', ANY);
  const by = COLUMNS[found.by] || TAG.test(found.by) ? found.by : ANY.by;
  const asked = {...found, by};
  const {data, error} = useJson(question(asked, {by: `${by},payer`, limit: MOST}), EVERY);
  const plotted = by === 'day' ? 'team' : by;
  const {data: parts} = useJson(question(asked, {by: `${plotted},payer`, limit: MOST}), EVERY);
  const tags = data ? data.tags : [];
  return html`
    <${Tiles} span=${asked} />
    ${parts && parts.rows.length > 0 && html`<${Plot} asked=${asked} by=${plotted} data=${parts} />`}
    <${Panel} title="Cost" note=${data ? `${data.from} to ${data.to}, days of ${data.zone}` : ''}>
      <${Asked} asked=${asked} change=${change} data=${data} tags=${tags} />
      ${!data ? html`<${Pending} error=${error} />` : data.rows.length === 0
        ? html`<${Empty}>Nothing was spent in these days${FILTERS.some(name => asked[name]) ? ' by what is asked for' : ''}. Calls are here a second after their end.<//>`
        : html`<${Rows} data=${data} by=${by} asked=${asked} />`}
    <//>`;
}

const SHOWN = 24;
const WHOSE = {all: () => 'all keys', team: of => `team ${of.name}`, key: of => `${of.name} of ${of.team}`};

/** Whose a budget is, with where its calls or its cost are. */
function whose(of) {
  const name = WHOSE[of.of](of);
  if (of.of === 'key') return html`<a href=${callsOf(of.id)}>${name}</a>`;
  return of.of === 'team' ? html`<a href=${to('cost', {by: 'key', team: of.name})}>${name}</a>` : name;
}

function Budgets() {
  const {data, error} = useJson(`/admin/v1/budgets?order=spent&limit=${SHOWN + 1}`, 5000);
  return html`<${Panel} title="Budgets" note="the most spent first; the mark is at 80 %, from which on a warning is told">
    ${!data ? html`<${Pending} error=${error} />` : data.budgets.length === 0
      ? html`<${Empty}>Nobody has a budget. Give a key one: <code>./sluice keys create --team search --name live --budget 50USD/month</code>.<//>`
      : html`<ul class="budgets">${data.budgets.slice(0, SHOWN).map(of => html`<li key=${`${of.of}${of.id}${of.window}`}><b class="name">${whose(of)}</b><${Budget} of=${of} owner=${WHOSE[of.of](of)} /></li>`)}</ul>
        ${data.budgets.length > SHOWN && html`<p class="empty">The first ${SHOWN} of more. All: <code>./sluice budgets</code>.</p>`}`}
  <//>`;
}

export function CostPage() {
  return html`<${Stored} title="Cost">
    <div class="head"><h1>Cost</h1><p class="quiet">in US dollars, by prices of the gateway's tables: estimates, not a provider's bill</p></div>
    <${Sums} /><${Budgets} />
  <//>`;
}
