// Every target: its circuit and why, its limits and how much of them is used, the times that were
// learned of it, and its keys.

import {useEffect} from 'preact/hooks';
import {Chart} from './chart.js';
import {to, useAddress} from './address.js';
import {Circuit, Empty, Panel, Pending, Pill, Scroll, Suggested, NONE, WHY, count, html, percent, plural, quantile, short, small, span, time, useJson} from './ui.js';

const UNITS = {requests: 'requests', tokens: 'tokens', input: 'input tokens', output: 'output tokens'};
const TIMES = {first_token: 'first token', total: 'whole answer', stall: 'silence in a stream', token: 'one token'};

/** How often: once, 3 times. */
function times(n) {
  return n === 1 ? 'once' : `${count(n)} times`;
}

function busiest(target) {
  const all = target.quotas.flatMap(quota => (quota.limits || []).map(limit => limit.used));
  return all.length ? Math.max(...all) : undefined;
}

/** A key that is set aside for some models is in use for the others. */
function keysAside(target) {
  return target.keys.filter(key => key.aside).length;
}

function failed(recent) {
  const by = recent.attempts_by_outcome;
  const fine = (by?.answered || 0) + (by?.cancelled || 0) + (by?.refused || 0);
  return recent.attempts ? 1 - fine / recent.attempts : undefined;
}

/** The state of a target: no circuit is open where no key is left, and yet it fails. */
function State({of}) {
  return of.keyless ? html`<${Pill} kind="bad">failing: no key<//>` : html`<${Circuit} state=${of.state} />`;
}

function Summary({targets, recent, window}) {
  return html`<${Panel} title="All targets" note=${`the last ${window}`}>
    <${Scroll} label="All targets"><table class="cards">
      <thead><tr><th scope="col">Target</th><th scope="col">Circuit</th><th scope="col" class="n">Attempts</th><th scope="col" class="n">Failed</th><th scope="col" class="n">First token, median</th><th scope="col" class="n">99 in 100</th><th scope="col" class="n">Whole call, median</th><th scope="col" class="n">99 in 100</th><th scope="col" class="n">Limit used over a minute</th><th scope="col" class="n">Provider keys in use</th></tr></thead>
      <tbody>${targets.map(target => {
        const of = recent.get(target.name) || {};
        return html`<tr key=${target.name}>
          <th scope="row" class="name"><a href=${to('targets', {target: target.name})}>${target.name}</a></th>
          <td class="tight"><${State} of=${target} /></td>
          <td class="n" data-label="attempts">${of.attempts ? html`<a href=${to('calls', {target: target.name})}>${count(of.attempts)}</a>` : count(of.attempts)}</td>
          <td class="n" data-label="failed">${of.attempts ? html`<a href=${to('calls', {target: target.name, failed: true})}>${percent(failed(of))}</a>` : NONE}</td>
          <td class="n" data-label="first token, median">${quantile(of.first_token_p50)}</td>
          <td class="n" data-label="99 in 100">${quantile(of.first_token_p99)}</td>
          <td class="n" data-label="whole call, median">${quantile(of.total_p50)}</td>
          <td class="n" data-label="99 in 100">${quantile(of.total_p99)}</td>
          <td class="n" data-label="limit used over a minute">${percent(busiest(target))}</td>
          <td class="n" data-label="provider keys in use">${target.keys.length ? `${target.keys.length - keysAside(target)} of ${target.keys.length}` : 'no key'}</td>
        </tr>`;
      })}</tbody>
    </table><//>
  <//>`;
}

function Limit({limit}) {
  const kind = limit.used > 0.95 ? 'bad' : limit.used > 0.8 ? 'near' : '';
  const from = limit.learned ? 'learned from refusals' : 'stated';
  return html`<div class="meter">
    <span>${UNITS[limit.what]}</span>
    <span class="track" role="img" aria-label=${`${percent(limit.used)} used of late`}><i class=${kind} style=${{width: `${Math.min(100, limit.used * 100)}%`}}></i><b style=${{width: `${limit.margin * 100}%`}}></b></span>
    <p>${percent(limit.used)} of ${short(limit.limit)} used over a minute, ${from}; ${short(Math.max(0, limit.left))} left now, ${short(limit.reserved)} reserved; margin ${percent(limit.margin)}, burst ${small(limit.burst_s)} s${limit.refused ? `; refused ${times(limit.refused)}` : ''}</p>
  </div>`;
}

function Quota({quota, several}) {
  const limits = quota.limits || [];
  return html`<div>
    ${several && html`<p class="quiet">Key ${quota.key}</p>`}
    ${limits.length === 0 && html`<p class="quiet">No limit is known. Set <code>limits</code> of the provider, or wait for headers or refusals.</p>`}
    ${limits.map(limit => html`<${Limit} key=${limit.what} limit=${limit} />`)}
    <p class="quiet">${plural(quota.in_flight || 0, 'attempt')} under way${quota.concurrency ? `, ${count(quota.concurrency)} at a time at most` : ''}${quota.day_limit ? `; ${short(quota.day_left)} of ${short(quota.day_limit)} requests left today` : ''}</p>
  </div>`;
}

/** What has tried a circuit again: calls, and its provider's list of models where no call came. */
function probed({probes, probes_failed: failed, lists}) {
  if (probes + lists === 0) return 'not tried again yet';
  const all = [
    ...(probes ? [`by a call ${times(probes)}`] : []),
    ...(lists ? [`by its provider's list of models ${times(lists)}`] : []),
  ];
  return `put on trial ${all.join(', ')}; ${failed ? `the trial failed ${times(failed)}` : 'no trial has failed'}`;
}

function Circuits({circuits}) {
  if (circuits.length === 0) return html`<p class="quiet">Healthy since the start.</p>`;
  return html`<dl class="facts">${circuits.map(circuit => html`<dt key=${`${circuit.operation}t`}>${circuit.operation} <${Circuit} state=${circuit.state} /></dt>
    <dd key=${`${circuit.operation}d`}>${WHY[circuit.why] || circuit.why}; began to fail ${times(circuit.opened)}, ${probed(circuit)}</dd>`)}</dl>`;
}

function Times({times}) {
  if (times.length === 0) return html`<p class="quiet">Nothing is learned yet: 20 answers of a kind are needed. Until then the ceilings of the route's timeouts count.</p>`;
  return html`<table class="small">
    <thead><tr><th scope="col">Bound on</th><th scope="col">Input</th><th scope="col" class="n">Learned</th><th scope="col" class="n">From answers</th></tr></thead>
    <tbody>${times.map(row => html`<tr key=${row.what + row.input}><td>${TIMES[row.what] || row.what}</td><td class="quiet">${row.input === 'any' ? 'any size' : `about ${row.input}`}</td><td class="n">${row.prior ? html`<span class="quiet">not learned yet: prior ${time(row.ms)}</span>` : time(row.ms)}</td><td class="n">${count(row.samples)}</td></tr>`)}</tbody>
  </table><p class="quiet">What 199 of 200 stay below, with a margin of 1.5 to 2; the prior of the model until 200 answers say more.</p>`;
}

function Keys({keys}) {
  if (keys.length === 0) return html`<p class="quiet">The provider is asked without a key.</p>`;
  return html`<dl class="facts">${keys.map(key => html`<dt key=${`${key.place}t`}>key ${key.place} <${Pill} kind=${key.aside ? 'bad' : key.models_aside ? 'near' : 'ok'}>${key.aside ? 'set aside' : key.models_aside ? `set aside for ${plural(key.models_aside, 'model')}` : 'in use'}<//></dt>
    <dd key=${`${key.place}d`}>${key.set_aside ? `set aside ${times(key.set_aside)} so far` : 'never set aside'}</dd>`)}</dl>`;
}

const perSecond = value => `${small(value)}/s`;

/** What a target did in the window. */
function Course({name, window}) {
  const {data} = useJson(`/admin/v1/series?${new URLSearchParams({window, target: name})}`, 10000);
  if (!data) return null;
  const first = data.t.lastIndexOf(data.t[0]);
  // The last step is not over, and would look like a fall.
  const done = values => values.slice(first, -1);
  const times = done(data.t).map(at => at / 1000);
  const lines = [
    {label: 'attempts', colour: 'accent', values: done(data.attempts)},
    {label: 'throttled', colour: 'bad', values: done(data.throttled)},
  ];
  return html`<div class="block"><h3>Attempts, a second</h3>${times.length < 2
    ? html`<p class="quiet">The gateway has just started: the plot begins in a few seconds.</p>`
    : html`<${Chart} key=${window} title=${`Attempts a second at ${name}`} times=${times} lines=${lines} format=${perSecond} least=${0.1} span=${span(window)} />`}</div>`;
}

function Target({target, chosen, window}) {
  const calls = html`<a href=${to('calls', {target: target.name})}>its calls</a> <a href=${to('calls', {target: target.name, failed: true})}>failed ones</a>`;
  return html`<${Panel} title=${target.name} end=${html`<span class="links">${calls} <${State} of=${target} /></span>`}>
    <div class="body">
      ${chosen && html`<${Course} name=${target.name} window=${window} />`}
      <div class="block"><h3>Limits</h3>${target.quotas.length === 0 ? html`<p class="quiet">None.</p>` : target.quotas.map(quota => html`<${Quota} key=${quota.key} quota=${quota} several=${target.quotas.length > 1} />`)}</div>
      <div class="block"><h3>Circuits</h3><${Circuits} circuits=${target.circuits} /></div>
      <div class="block"><h3>Learned times</h3><${Times} times=${target.times} /></div>
      <div class="block"><h3>Provider keys</h3><${Keys} keys=${target.keys} /></div>
      <div class="block"><h3>Repeats</h3><p class="quiet">${plural(Math.floor(Math.max(0, target.repeats_left)), 'repeat')} may be made now.</p></div>
    </div>
  <//>`;
}

const WINDOWS = ['5m', '15m', '1h', '24h'];
const ANY = {target: '', state: '', window: '5m'};
const SHOWN = {ill: target => target.state !== 'closed' || target.keyless};

function Chosen({filter, change, all}) {
  return html`<form class="filters loose" onSubmit=${event => event.preventDefault()} aria-label="Filter">
    <${Suggested} label="Target" value=${filter.target} set=${target => change({target})} all=${all} />
    <label>Circuit<select value=${filter.state} onChange=${event => change({state: event.target.value})}><option value="">any</option><option value="ill">failing or on trial</option></select></label>
    <span class="segments" role="group" aria-label="Window of what is counted">${WINDOWS.map(each => html`<button key=${each} type="button" aria-pressed=${each === filter.window ? 'true' : 'false'} onClick=${() => change({window: each})}>${each}</button>`)}</span>
  </form>`;
}

export function Targets() {
  const [filter, change] = useAddress('targets', ANY);
  const {data, error} = useJson('/admin/v1/state/targets', 2000);
  const {data: counted} = useJson(`/admin/v1/targets?window=${encodeURIComponent(filter.window)}`, 5000);
  const recent = new Map(counted ? counted.targets.map(target => [target.target, target]) : []);
  useEffect(() => { if (filter.target) scrollTo(0, 0); }, [filter.target]);
  const all = data ? data.targets : [];
  // A name that is typed in part leaves those that have it; a model's, the target that passes it on.
  const whole = all.some(target => target.name === filter.target);
  const passes = target => target.name.endsWith('/*') && filter.target.startsWith(target.name.slice(0, -1));
  const is = target => (whole ? target.name === filter.target : target.name.includes(filter.target) || passes(target));
  const shown = all.filter(target => is(target) && (SHOWN[filter.state] || (() => true))(target));
  return html`
    <div class="head"><h1>Targets</h1><p class="quiet">a model at a provider, as routes name it</p></div>
    ${!data ? html`<${Panel} title="All targets"><${Pending} error=${error} /><//>` : all.length === 0
      ? html`<${Panel} title="All targets"><${Empty}>There is no target. Add a provider and a route to the configuration.<//><//>`
      : html`<${Chosen} filter=${filter} change=${change} all=${all.map(target => target.name)} />
        ${shown.length === 0
          ? html`<${Panel} title="All targets"><${Empty}>None of ${plural(all.length, 'target')} matches. <a href="#/targets">Clear the filter</a> to see all.<//><//>`
          : html`<${Summary} targets=${shown} recent=${recent} window=${filter.window} /><div class="columns">${shown.map(target => html`<${Target} key=${target.name} target=${target} chosen=${shown.length === 1} window=${filter.window} />`)}</div>`}`}`;
}
