// What the ledger has of one call, by its x-request-id: the days are looked through that are asked
// for.

import {useState} from 'preact/hooks';
import {dollars, moment} from './accounts.js';
import {to} from './address.js';
import {callsOf} from './spent.js';
import {Empty, NONE, Panel, Pending, Pill, Scroll, When, got, html, kind, useJson, words} from './ui.js';

const WEEK_MS = 6 * 864e5;

function day(at) {
  return new Date(at).toISOString().slice(0, 10);
}

function Row({call}) {
  return html`<tr>
    <td class="tight"><${When} at=${call.at} shown=${moment} /></td>
    <td><${Pill} kind=${kind(call.outcome)}>${words(call.outcome)}<//>${call.why && html` <span class="quiet">${words(call.why)}</span>`}</td>
    <td class="name" data-label="its client got">${call.error ? got(call.error) : NONE}</td>
    <td class="name" data-label="key"><a href=${callsOf(call.key)}>${call.name || call.key || 'no key'}</a></td>
    <td class="name" data-label="model">${call.model || NONE}</td>
    <td class="name" data-label="target">${call.target ? html`<a href=${to('targets', {target: call.target})}>${call.target}</a>` : NONE}</td>
    <td class="n" data-label="cost">${call.unpriced ? 'no price' : dollars(call.cost)}</td>
    <td data-label="paid by">${call.reason ? `${call.payer}: ${call.reason}` : call.payer}</td>
  </tr>`;
}

function Found({data}) {
  const days = `the days ${data.from} to ${data.to}`;
  return html`${data.calls.length === 0
    ? html`<${Empty}>${data.whole ? `It is not in the ledger of ${days}.` : ''}<//>`
    : html`<${Scroll} label="In the ledger"><table class="cards">
      <thead><tr><th scope="col">Began</th><th scope="col">Outcome</th><th scope="col">Its client got</th><th scope="col">Key</th><th scope="col">Model</th><th scope="col">Target</th><th scope="col" class="n">Cost</th><th scope="col">Paid by</th></tr></thead>
      <tbody>${data.calls.map((call, i) => html`<${Row} key=${i} call=${call} />`)}</tbody>
    </table><//>`}
    ${!data.whole && html`<p class="empty">There was too much to look at: only ${days} were looked through. Name days before them.</p>`}`;
}

function Answer({id, days}) {
  const {data, error} = useJson(`/admin/v1/spend/calls?${new URLSearchParams({request: id, ...days})}`, 0);
  return data ? html`<${Found} data=${data} />` : html`<${Pending} error=${error} />`;
}

/** @param id the identifier that is looked for */
export function LedgerOf({id}) {
  const [days, setDays] = useState({from: day(Date.now() - WEEK_MS), to: day(Date.now())});
  const [asked, setAsked] = useState(null);
  const set = name => event => event.target.value && setDays({...days, [name]: event.target.value});
  const ask = event => {
    event.preventDefault();
    setAsked(days);
  };
  return html`<${Panel} title="In the ledger" note="what it has cost and who pays; as long as calls are kept">
    <form class="filters" onSubmit=${ask} aria-label="Days of the ledger">
      <label>From<input type="date" value=${days.from} onChange=${set('from')} /></label>
      <label>To, included<input type="date" value=${days.to} onChange=${set('to')} /></label>
      <button class="main">Look for it</button>
    </form>
    ${asked ? html`<${Answer} id=${id} days=${asked} />` : html`<${Empty}>Name the days in which it may have begun.<//>`}
  <//>`;
}
