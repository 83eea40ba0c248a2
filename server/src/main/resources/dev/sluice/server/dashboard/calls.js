// The last calls, filtered by the server, and the course of each: queue, connection, first token,
// stream, an attempt a bar.

import {useRef, useState} from 'preact/hooks';
import {to, useAddress} from './address.js';
import {later} from './later.js';
import {useLive} from './live.js';
import {Empty, NONE, Pending, Pill, Scroll, Suggested, When, clock, count, got, html, kind, plural, seconds, useJson, words, zones} from './ui.js';

const OUTCOMES = ['answered', 'throttled', 'account_throttled', 'limit_reached', 'out_of_memory', 'overloaded', 'timed_out', 'unreachable', 'shed', 'bad_answer', 'refused', 'invalid', 'credential_refused', 'exhausted', 'cancelled', 'internal'];

function Filters({filter, change, names}) {
  const set = name => value => change({[name]: value});
  const check = name => event => change({[name]: event.target.checked});
  return html`<form class="filters" onSubmit=${event => event.preventDefault()} aria-label="Filter">
    <label>Outcome<select value=${filter.outcome} onChange=${event => change({outcome: event.target.value})}><option value="">any</option>${OUTCOMES.map(each => html`<option key=${each} value=${each}>${words(each)}</option>`)}</select></label>
    <${Suggested} label="Route" value=${filter.route} set=${set('route')} all=${names.route} />
    <${Suggested} label="Model" value=${filter.model} set=${set('model')} all=${names.model} />
    <${Suggested} label="Target" value=${filter.target} set=${set('target')} all=${names.target} />
    <${Suggested} label="Tenant" value=${filter.tenant} set=${set('tenant')} all=${names.tenant} />
    <label>x-request-id<input class="long" value=${filter.id} onInput=${event => change({id: event.target.value.trim()})} placeholder="any" autocomplete="off" spellcheck="false" /></label>
    <label class="check"><input type="checkbox" checked=${filter.failed} onChange=${check('failed')} />failed only</label>
    <label class="check"><input type="checkbox" checked=${filter.notable} onChange=${check('notable')} />failed or slow only</label>
  </form>`;
}

/** The parts of an attempt, each from and to in seconds since the call's arrival. */
function parts(attempt, good) {
  const {begun, connected, first_token: first, ended} = attempt;
  const failed = good ? null : 'failed';
  const points = [begun, connected, first, ended];
  // An answer without a first token of its own is waited for until it is there.
  const names = ['connect', 'first', first === undefined || first === null ? 'first' : 'stream'];
  const found = [];
  let from = begun;
  for (let i = 1; i < points.length; i++) {
    const to = points[i] === undefined || points[i] === null ? null : points[i];
    if (to === null) continue;
    const last = i === points.length - 1;
    found.push({name: last && failed ? failed : names[i - 1], from, to});
    from = to;
  }
  return found;
}

function Lane({all, most}) {
  return html`<span class="lane">${all.map((part, i) => html`<i key=${i} class=${`w-${part.name}`} style=${{left: `${(100 * part.from) / most}%`, width: `${(100 * Math.max(0, part.to - part.from)) / most}%`}} title=${`${part.name}: ${seconds(part.to - part.from)}`}></i>`)}</span>`;
}

function Waterfall({call}) {
  const most = Math.max(0.001, call.total);
  const last = call.attempts.length - 1;
  const granted = call.attempts.length ? call.attempts[0].begun : call.queued;
  return html`<div>
    <div class="fall" role="img" aria-label=${`Course of the call: ${seconds(call.queued)} in the queue, ${plural(call.attempts.length, 'attempt')}, ${seconds(call.total)} in all`}>
      ${call.queued > 0 && html`<div class="step"><span>queue</span><${Lane} all=${[{name: 'queue', from: Math.max(0, granted - call.queued), to: granted}]} most=${most} /><span class="n">${seconds(call.queued)}</span></div>`}
      ${call.attempts.map((attempt, i) => html`<div class="step" key=${i}><span class="name"><a href=${to('targets', {target: attempt.target})}>${attempt.target}</a>${attempt.because ? ` after ${words(attempt.because)}` : ''}</span><${Lane} all=${parts(attempt, i === last && call.outcome === 'answered')} most=${most} /><span class="n">${seconds(attempt.ended - attempt.begun)}</span></div>`)}
      ${call.attempts.length === 0 && html`<span class="quiet">No attempt was made.</span>`}
    </div>
    ${(call.attempts.length > 0 || call.queued > 0) && html`<ul class="keys"><li><i class="w-queue"></i>queue</li><li><i class="w-connect"></i>connection</li><li><i class="w-first"></i>until the first token, or the whole answer</li><li><i class="w-stream"></i>stream</li><li><i class="w-failed"></i>failed</li></ul>`}
    ${call.error && html`<p class="told">Its client got <b>${got(call.error)}</b>: ${call.error.message}</p>`}
    <dl class="facts row"><dt>id</dt><dd class="mono"><a href=${to('calls', {id: call.id})}>${call.id}</a></dd>${call.why && html`<dt>why</dt><dd>${words(call.why)}</dd>`}<dt>band</dt><dd>${call.band}</dd><dt>input</dt><dd>${plural(call.input_tokens, 'token')}</dd><dt>output</dt><dd>${plural(call.output_tokens, 'token')}${call.estimated ? ', estimated' : ''}</dd></dl>
  </div>`;
}

const COLUMNS = 11;

function Row({call, open, toggle}) {
  const last = call.attempts[call.attempts.length - 1];
  const at = call.at + call.total * 1000;
  return html`<tr>
    <td class="tight"><button class="link" aria-expanded=${open ? 'true' : 'false'} onClick=${toggle} aria-label=${`${clock(at)}, course of the call`}><${When} at=${at} shown=${clock} /></button></td>
    <td><${Pill} kind=${kind(call.outcome)}>${words(call.outcome)}<//></td>
    <td class="tight" data-label="kind">${call.operation}${call.stream ? ', stream' : ''}</td>
    <td class="name" data-label="model">${call.model || NONE}</td>
    <td class="name" data-label="route">${call.route ? html`<a href=${to('calls', {route: call.route})}>${call.route}</a>` : NONE}</td>
    <td class="name" data-label="target">${last ? html`<a href=${to('targets', {target: last.target})}>${last.target}</a>` : NONE}</td>
    <td class="name" data-label="tenant">${call.tenant === '*' ? NONE : html`<a href=${to('calls', {tenant: call.tenant})}>${call.tenant}</a>`}</td>
    <td class="n" data-label="attempts">${count(call.attempts.length)}</td>
    <td class="n" data-label="waited">${seconds(call.queued)}</td>
    <td class="n" data-label="first token">${seconds(call.first_token)}</td>
    <td class="n" data-label="whole call">${seconds(call.total)}</td>
  </tr>${open && html`<tr class="detail"><td colspan=${COLUMNS}><${Waterfall} call=${call} /></td></tr>`}`;
}

const LedgerOf = later(() => import('./ledger.js'), 'LedgerOf');

const MOST = 100;

/** Clients choose ids, and may choose one twice. */
const key = call => `${call.at} ${call.id}`;

const ANY = {outcome: '', route: '', model: '', target: '', tenant: '', id: '', failed: false, notable: false};

/** Where nothing matches: how far it was looked, and where else there may be something. */
function Nothing({data, filter, stored}) {
  if (filter.id && stored) return html`<${Empty}>It is not among the ${plural(data.kept, 'call')} in memory${data.since && html`, which go back to <${When} at=${data.since} shown=${clock} />`}.<//>`;
  if (filter.id) return html`<${Empty}>It is not among the ${plural(data.kept, 'call')} in memory. This gateway has no store, and so no ledger with older ones.<//>`;
  return html`<${Empty}>None of the ${plural(data.kept, 'call')} that are kept matches. Names must be whole; <a href=${to('calls')}>clear the filter</a> to see all.<//>`;
}

export function Calls() {
  const [filter, change] = useAddress('calls', ANY);
  const [open, setOpen] = useState('');
  const [shut, setShut] = useState('');
  const {frame} = useLive();
  const stored = frame !== null && frame.store;
  const asked = Object.entries(filter).filter(([, value]) => value !== '' && value !== false);
  // While the course of one is looked at the list stands still.
  const {data, error} = useJson(`/admin/v1/calls?${new URLSearchParams([...asked, ['names', 'true'], ['limit', MOST]])}`, open ? 0 : 2000);
  // What is suggested stays while the next answer is waited for.
  const names = useRef({});
  if (data) names.current = data.names;
  // One that was looked for is shown with its course.
  const isOpen = call => open === key(call) || (filter.id !== '' && open === '' && shut !== filter.id);
  const toggle = call => {
    setShut(isOpen(call) ? filter.id : '');
    setOpen(isOpen(call) ? '' : key(call));
  };
  return html`
    <div class="head"><h1>Calls</h1><p class="quiet">the last 2,000, and 500 that failed or were slow; never a prompt; a restart forgets them; ${zones(Date.now())}</p></div>
    <section class="panel">
      <${Filters} filter=${filter} change=${change} names=${names.current} />
      ${!data ? html`<${Pending} error=${error} />` : data.calls.length === 0
        ? asked.length > 0
          ? html`<${Nothing} data=${data} filter=${filter} stored=${stored} />`
          : html`<div class="empty">No call has ended since the start. Send one:<pre>${`curl ${frame ? frame.url : 'GATEWAY'}/v1/chat/completions \\\n  -H 'content-type: application/json' -H "authorization: Bearer $KEY" \\\n  -d '{"model": "MODEL", "messages": [{"role": "user", "content": "Hello"}]}'`}</pre></div>`
        : html`<${Scroll} label="Calls"><table class="cards">
          <thead><tr><th scope="col">Ended</th><th scope="col">Outcome</th><th scope="col">Kind</th><th scope="col">Model</th><th scope="col">Route</th><th scope="col">Last target</th><th scope="col">Tenant</th><th scope="col" class="n">Attempts</th><th scope="col" class="n">Waited</th><th scope="col" class="n">First token</th><th scope="col" class="n">Whole call</th></tr></thead>
          <tbody>${data.calls.map(call => html`<${Row} key=${key(call)} call=${call} open=${isOpen(call)} toggle=${() => toggle(call)} />`)}</tbody>
        </table><//>
        ${data.calls.length === MOST && html`<p class="empty">The newest ${MOST} of those that match. Filter to see others.</p>`}`}
    </section>
    ${filter.id !== '' && stored && html`<${LedgerOf} key=${filter.id} id=${filter.id} />`}`;
}
