// The calls of a key one by one, as the ledger has them: what each has used and cost, and who pays.

import {useEffect, useRef, useState} from 'preact/hooks';
import {dollars, moment, usePages} from './accounts.js';
import {to} from './address.js';
import {Empty, NONE, Panel, Pending, Pill, Scroll, When, clock, got, html, kind, short, units, words, zones} from './ui.js';

const PAGE = 50;
const REASONS = {
  retry: 'a repeat', race: 'a lost race', resume: 'a broken stream', shared: 'a shared call that was given up',
  shadow: 'a copy for a shadow', lost: 'its end is lost',
};

/** Where the calls of a key are shown; an empty id stands for calls without a key. */
export function callsOf(id) {
  return `#/keys?${new URLSearchParams({calls: id})}`;
}

function asked() {
  return new URLSearchParams(location.hash.split('?')[1] || '').get('calls');
}

/** The key whose calls the address asks for, or null. */
export function useAskedKey() {
  const [now, setNow] = useState(asked);
  useEffect(() => {
    const moved = () => setNow(asked());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return now;
}

function payer(call) {
  const why = REASONS[call.reason] || call.reason;
  return why ? `${call.payer}: ${why}` : call.payer;
}

const input = call => call.input + call.cache_read + call.cache_write + call.cache_write_1h + call.audio_input + call.image_input;
const output = call => call.output + call.audio_output + call.image_output;

function cost(call) {
  if (call.unpriced) return html`<span class="quiet">no price</span>`;
  return html`${dollars(call.cost)}${call.estimated && html`<span class="quiet"> estimated</span>`}`;
}

function Row({call}) {
  return html`<tr>
    <td class="tight" title=${`${call.id}, began at ${clock(call.at)}, ended at ${clock(call.ended)}`}><a href=${to('calls', {id: call.id})}><${When} at=${call.at} shown=${at => `${moment(at)}${clock(at).slice(5)}`} /></a></td>
    <td><${Pill} kind=${kind(call.outcome)}>${words(call.outcome)}<//>${call.error && html` <span class="quiet">${got(call.error)}</span>`}</td>
    <td class="name" data-label="model">${call.model || NONE}</td>
    <td class="name" data-label="target">${call.target ? html`<a href=${to('targets', {target: call.target})}>${call.target}</a>` : NONE}</td>
    <td class="n" data-label="input">${short(input(call))}</td>
    <td class="n" data-label="cached">${short(call.cache_read)}</td>
    <td class="n" data-label="output">${short(output(call))}<span class="quiet"> ${units(call.units)}</span></td>
    <td class="n" data-label="cost">${cost(call)}</td>
    <td data-label="paid by">${payer(call)}</td>
  </tr>`;
}

const LIMITS = {rate: 'a limit of the key', budget: 'a budget', budget_in_use: 'a budget in use'};

function RefusedRow({call}) {
  return html`<tr>
    <td class="tight" title=${`${call.id}, refused at ${clock(call.at)}`}>${moment(call.at)}<span class="quiet">${clock(call.at).slice(5)}</span></td>
    <td><${Pill} kind=${kind(call.outcome)}>refused here<//></td>
    <td class="name" data-label="model">${call.model || NONE}</td>
    <td class="name" data-label="target">${NONE}</td>
    <td class="n" data-label="input">${NONE}</td>
    <td class="n" data-label="cached">${NONE}</td>
    <td class="n" data-label="output">${NONE}</td>
    <td class="n" data-label="cost">${NONE}</td>
    <td data-label="by">by ${LIMITS[call.limit]}</td>
  </tr>`;
}

/** Those of the ledger and those of the same time that were not let in, the newest first. */
function merged(data) {
  const oldest = data.next === null || data.calls.length === 0 ? 0 : data.calls[data.calls.length - 1].at;
  const refused = data.refused_here ? data.refused_here.calls.filter(call => call.at >= oldest) : [];
  return [...data.calls, ...refused].sort((a, b) => b.at - a.at);
}

function refusedWords(data) {
  const hour = data && data.refused_here ? data.refused_here.minutes.reduce((sum, one) => sum + one.calls, 0) : 0;
  return hour > 0 ? `; ${hour} refused here within an hour` : '';
}

function title(data, of) {
  if (of === '') return 'Calls without a key';
  return `Calls of ${(data && data.name) || of}`;
}

export function KeyCalls({of}) {
  const head = useRef(null);
  const question = new URLSearchParams({id: of});
  const {data, error, pager} = usePages(`/admin/v1/spend/calls?${question}&limit=${PAGE}`, 5000);
  useEffect(() => head.current.focus(), []);
  const end = html`<a class="button" href=${`/admin/v1/spend/calls?${question}&format=csv`} title="The newest 10,000 calls" download>Export CSV</a>`;
  return html`
    <div class="head"><h1 tabindex="-1" ref=${head}>${title(data, of)}</h1><p class="quiet">${data && data.team ? html`of team <a href=${to('keys', {team: data.team})}>${data.team}</a>; ` : ''}the newest first; ${zones(Date.now())}</p>
      <div class="end buttons"><a class="button" href=${to('cost', {by: 'model', key: of})}>Its cost</a><a class="button" href="#/keys">All keys</a></div>
    </div>
    <${Panel} title="Calls" note=${`what each has used and cost, a second after its end; never a prompt${refusedWords(data)}`} end=${end}>
      ${!data ? html`<${Pending} error=${error} />` : merged(data).length === 0
        ? html`<${Empty}>Nothing is known of a call. Those that are older than <code>store.keep_days</code> are no more, but in the sums on the page <a href="#/cost">cost</a>.<//>`
        : html`<${Scroll} label="Calls"><table class="cards">
          <thead><tr><th scope="col">Began</th><th scope="col">Outcome</th><th scope="col">Model</th><th scope="col">Target</th><th scope="col" class="n">Input tokens</th><th scope="col" class="n">of these cached</th><th scope="col" class="n">Output tokens</th><th scope="col" class="n">Cost</th><th scope="col">Paid by</th></tr></thead>
          <tbody>${merged(data).map((call, i) => call.limit ? html`<${RefusedRow} key=${`${call.at} ${call.id} ${i}`} call=${call} />` : html`<${Row} key=${`${call.at} ${call.id} ${i}`} call=${call} />`)}</tbody>
        </table><//>${pager}`}
    <//>`;
}
