// The queue: how many calls wait in each band, why the first of each tenant waits, and how good the
// forecasts were.

import {to} from './address.js';
import {useLive} from './live.js';
import {Empty, Panel, Pending, Pill, Scroll, ago, count, html, percent, plural, short, time, useJson} from './ui.js';

function Depth({routes}) {
  const bands = routes.length ? routes[0].bands.map(band => band.band) : [];
  return html`<${Panel} title="Depth" note="calls that wait for a grant, by route and band">
    <${Scroll} label="Depth of the queue"><table class="cards">
      <thead><tr><th scope="col">Route</th>${bands.map(band => html`<th scope="col" class="n" key=${band}>${band}</th>`)}<th scope="col" class="n">Tokens</th><th scope="col" class="n">Oldest</th></tr></thead>
      <tbody>${routes.map(route => {
        const calls = route.bands.reduce((sum, band) => sum + band.calls, 0);
        return html`<tr key=${route.name}>
          <th scope="row" class="name"><a href=${to('calls', {route: route.name})}>${route.name}</a></th>
          ${route.bands.map(band => html`<td class=${band.calls ? 'n' : 'n quiet'} key=${band.band} data-label=${band.band}>${count(band.calls)}</td>`)}
          <td class="n" data-label="tokens">${short(route.bands.reduce((sum, band) => sum + band.tokens, 0))}</td>
          <td class="n" data-label="oldest">${calls ? time(Math.max(...route.bands.map(band => band.oldest_ms))) : 'none waits'}</td>
        </tr>`;
      })}</tbody>
    </table><//>
  <//>`;
}

function tenant(head) {
  const name = head.tenant === '*' ? 'no tenant' : head.tenant;
  return head.subtenant && head.subtenant !== '*' ? `${name} / ${head.subtenant}` : name;
}

function Heads({routes}) {
  const heads = routes.flatMap(route => route.heads.map(head => ({...head, route: route.name})));
  return html`<${Panel} title="Why they wait" note="the first call of each tenant and band">
    ${heads.length === 0
      ? html`<${Empty}>No call waits. A call waits when every target of its route is closed to it for a while: its limit is used up, or the provider has asked for a pause. What it waits for is told here.<//>`
      : html`<${Scroll} label="Why calls wait"><table class="cards">
        <thead><tr><th scope="col">Tenant</th><th scope="col">Route</th><th scope="col">Band</th><th scope="col">Model</th><th scope="col" class="n">Waiting</th><th scope="col" class="n">Tokens</th><th scope="col" class="n">First waits for</th><th scope="col" class="n">Predicted</th><th scope="col" class="n">Opens in</th><th scope="col">Because</th></tr></thead>
        <tbody>${heads.map((head, i) => html`<tr key=${i}>
          <th scope="row" class="name">${head.tenant === '*' ? tenant(head) : html`<a href=${to('calls', {tenant: head.tenant})}>${tenant(head)}</a>`}</th><td class="tight" data-label="route"><a href=${to('calls', {route: head.route})}>${head.route}</a></td><td data-label="band">${head.band}</td><td class="name" data-label="model">${head.model}</td>
          <td class="n" data-label="waiting">${plural(head.calls, 'call')}</td><td class="n" data-label="tokens">${short(head.tokens)}</td>
          <td class="n" data-label="first waits for">${time(head.waited_ms)}</td><td class="n" data-label="predicted">${time(head.predicted_ms)}</td>
          <td class="n" data-label="opens in">${head.why ? time(head.opens_ms) : 'now'}</td>
          <td class="wide">${head.why || 'a target is open: it is about to be granted, in its turn'}</td>
        </tr>`)}</tbody>
      </table><//>`}
  <//>`;
}

function Tenants({routes, weights}) {
  const sums = new Map();
  for (const route of routes) for (const head of route.heads) {
    const known = sums.get(tenant(head)) || {calls: 0, tokens: 0, name: head.tenant};
    sums.set(tenant(head), {...known, calls: known.calls + head.calls, tokens: known.tokens + head.tokens});
  }
  const all = [...sums.values()].reduce((sum, one) => sum + one.tokens, 0);
  const weight = name => (weights.find(w => w.name === name) || weights.find(w => w.name === '*') || {weight: 1}).weight;
  const total = [...sums.values()].reduce((sum, one) => sum + weight(one.name), 0);
  return html`<${Panel} title="Tenants" note="what each waits for, against its share">
    ${sums.size === 0
      ? html`<${Empty}>No tenant waits. While calls wait, each tenant gets a share of what is free by its weight under <code>tenants</code>.<//>`
      : html`<${Scroll} label="Tenants"><table>
        <thead><tr><th scope="col">Tenant</th><th scope="col" class="n">Waiting</th><th scope="col" class="n">Tokens</th><th scope="col" class="n">Of all that waits</th><th scope="col" class="n">Weight</th><th scope="col" class="n">Share</th></tr></thead>
        <tbody>${[...sums].map(([name, sum]) => html`<tr key=${name}><th scope="row" class="name">${name}</th><td class="n">${plural(sum.calls, 'call')}</td><td class="n">${short(sum.tokens)}</td><td class="n">${all ? percent(sum.tokens / all) : '–'}</td><td class="n">${weight(sum.name)}</td><td class="n">${percent(weight(sum.name) / total)}</td></tr>`)}</tbody>
      </table><//>`}
  <//>`;
}

const W = 520;
const H = 252;
const LEFT = 86;
const LOW = 206;

/** The next round number, whose quarters are round too. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map(step => step * power).find(step => step >= value);
}

/** Predicted against real: a point a call; on the line the forecast was right. */
function Scatter({waits}) {
  const most = nice(Math.max(100, ...waits.map(wait => Math.max(wait.predicted_ms, wait.waited_ms))));
  const x = ms => LEFT + (ms / most) * (W - LEFT - 12);
  const y = ms => LOW - (ms / most) * (LOW - 12);
  return html`<svg class="plot" viewBox=${`0 0 ${W} ${H}`} role="img" aria-label=${`Predicted against real waits of the last ${plural(waits.length, 'call')} that waited`}>
    ${[0, 0.25, 0.5, 0.75, 1].map(part => html`<g key=${part}>
      <line class="axis" x1=${LEFT} x2=${W - 12} y1=${y(most * part)} y2=${y(most * part)} />
      <text x=${LEFT - 8} y=${y(most * part) + 4} text-anchor="end">${time(most * part)}</text>
      ${part > 0 && html`<text x=${x(most * part)} y=${LOW + 18} text-anchor=${part === 1 ? 'end' : 'middle'}>${time(most * part)}</text>`}
    </g>`)}
    <line class="ideal" x1=${x(0)} y1=${y(0)} x2=${x(most)} y2=${y(most)} />
    ${waits.map((wait, i) => html`<circle key=${i} class=${wait.granted ? 'granted' : 'refused'} cx=${x(wait.predicted_ms)} cy=${y(wait.waited_ms)} r="3.5"><title>${`predicted ${time(wait.predicted_ms)}, ${wait.granted ? 'waited' : 'refused after'} ${time(wait.waited_ms)}, ${wait.band}, ${ago(wait.ago_s)}`}</title></circle>`)}
    <text x=${W - 12} y=${H - 6} text-anchor="end">to the right: predicted on arrival; upwards: real wait</text>
  </svg>`;
}

function Forecasts({waits, error}) {
  const granted = waits.filter(wait => wait.granted);
  return html`<${Panel} title="Forecasts" note=${waits.length ? `the last ${plural(waits.length, 'call')} that could not go at once` : ''}>
    ${waits.length === 0
      ? html`<${Empty}>No call has had to wait since the start. The forecast of each wait is compared here with how long it was.<//>`
      : html`<div class="body"><${Scatter} waits=${waits} />
        <ul class="legend"><li><${Pill} kind="ok">${count(granted.length)} granted<//></li><li><${Pill} kind=${waits.length > granted.length ? 'bad' : ''}>${count(waits.length - granted.length)} refused<//></li>${error !== undefined && html`<li>half of the forecasts were off by less than<b>${time(error)}</b></li>`}</ul></div>`}
  <//>`;
}

export function Queue() {
  const {data, error} = useJson('/admin/v1/state/queue', 1000);
  const {frame} = useLive();
  return html`
    <div class="head"><h1>Queue</h1><p class="quiet">${frame ? `${plural(frame.waiting, 'call waits', 'calls wait')} now` : ''}</p></div>
    ${!data ? html`<${Panel} title="Depth"><${Pending} error=${error} /><//>` : html`
      <${Heads} routes=${data.routes} />
      <${Depth} routes=${data.routes} />
      <div class="grid"><${Tenants} routes=${data.routes} weights=${data.tenants} /><${Forecasts} waits=${data.waits} error=${data.forecast_error_ms} /></div>`}`;
}
