// The last calls, filtered by the server, and the course of each: queue, connection, first token,
// stream, an attempt a bar.

import {useState} from 'preact/hooks';
import {useLive} from './live.js';
import {Empty, NONE, Pending, Pill, Scroll, ZONE, clock, count, html, seconds, useJson} from './ui.js';

const OUTCOMES = ['answered', 'throttled', 'account_throttled', 'out_of_memory', 'overloaded', 'timed_out', 'unreachable', 'shed', 'limit_reached', 'bad_answer', 'refused', 'invalid', 'credential_refused', 'exhausted', 'cancelled', 'internal'];

export function kind(outcome) {
  if (outcome === 'answered') return 'ok';
  return outcome === 'cancelled' || outcome === 'invalid' || outcome === 'refused' || outcome === 'limit_reached' ? 'near' : 'bad';
}

export const words = outcome => outcome.replace(/_/g, ' ');

function Filters({filter, change}) {
  const set = name => event => change({...filter, [name]: event.target.type === 'checkbox' ? event.target.checked : event.target.value});
  return html`<form class="filters" onSubmit=${event => event.preventDefault()} aria-label="Filter">
    <label>Outcome<select value=${filter.outcome} onChange=${set('outcome')}><option value="">any</option>${OUTCOMES.map(each => html`<option key=${each} value=${each}>${words(each)}</option>`)}</select></label>
    <label>Route<input value=${filter.route} onInput=${set('route')} placeholder="any" /></label>
    <label>Model<input value=${filter.model} onInput=${set('model')} placeholder="any" /></label>
    <label>Tenant<input value=${filter.tenant} onInput=${set('tenant')} placeholder="any" /></label>
    <label class="check"><input type="checkbox" checked=${filter.notable} onChange=${set('notable')} />failed or slow only</label>
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
    <div class="fall" role="img" aria-label=${`Course of the call: ${seconds(call.queued)} in the queue, ${call.attempts.length} attempts, ${seconds(call.total)} in all`}>
      ${call.queued > 0 && html`<div class="step"><span>queue</span><${Lane} all=${[{name: 'queue', from: Math.max(0, granted - call.queued), to: granted}]} most=${most} /><span class="n">${seconds(call.queued)}</span></div>`}
      ${call.attempts.map((attempt, i) => html`<div class="step" key=${i}><span class="name">${attempt.target}${attempt.because ? ` after ${words(attempt.because)}` : ''}</span><${Lane} all=${parts(attempt, i === last && call.outcome === 'answered')} most=${most} /><span class="n">${seconds(attempt.ended - attempt.begun)}</span></div>`)}
      ${call.attempts.length === 0 && html`<span class="quiet">No attempt was made.</span>`}
    </div>
    ${(call.attempts.length > 0 || call.queued > 0) && html`<ul class="keys"><li><i class="w-queue"></i>queue</li><li><i class="w-connect"></i>connection</li><li><i class="w-first"></i>until the first token, or the whole answer</li><li><i class="w-stream"></i>stream</li><li><i class="w-failed"></i>failed</li></ul>`}
    <dl class="facts row"><dt>id</dt><dd class="mono">${call.id}</dd>${call.why && html`<dt>why</dt><dd>${words(call.why)}</dd>`}<dt>band</dt><dd>${call.band}</dd><dt>input</dt><dd>${count(call.input_tokens)} tokens</dd><dt>output</dt><dd>${count(call.output_tokens)} tokens${call.estimated ? ', estimated' : ''}</dd></dl>
  </div>`;
}

const COLUMNS = 11;

function Row({call, open, toggle}) {
  const last = call.attempts[call.attempts.length - 1];
  const ended = clock(call.at + call.total * 1000);
  return html`<tr>
    <td class="tight"><button class="link" aria-expanded=${open ? 'true' : 'false'} onClick=${toggle} aria-label=${`${ended}, course of the call`}>${ended}</button></td>
    <td><${Pill} kind=${kind(call.outcome)}>${words(call.outcome)}<//></td>
    <td class="tight" data-label="kind">${call.operation}${call.stream ? ', stream' : ''}</td>
    <td class="name" data-label="model">${call.model || NONE}</td>
    <td class="name" data-label="route">${call.route || NONE}</td>
    <td class="name" data-label="target">${last ? last.target : NONE}</td>
    <td class="name quiet" data-label="tenant">${call.tenant === '*' ? NONE : call.tenant}</td>
    <td class="n" data-label="attempts">${count(call.attempts.length)}</td>
    <td class="n" data-label="waited">${seconds(call.queued)}</td>
    <td class="n" data-label="first token">${seconds(call.first_token)}</td>
    <td class="n" data-label="whole call">${seconds(call.total)}</td>
  </tr>${open && html`<tr class="detail"><td colspan=${COLUMNS}><${Waterfall} call=${call} /></td></tr>`}`;
}

const MOST = 100;

/** Clients choose ids, and may choose one twice. */
const key = call => `${call.at} ${call.id}`;

export function Calls() {
  const [filter, change] = useState({outcome: '', route: '', model: '', tenant: '', notable: false});
  const [open, setOpen] = useState('');
  const {frame} = useLive();
  const asked = Object.entries(filter).filter(([, value]) => value !== '' && value !== false);
  // While the course of one is looked at the list stands still.
  const {data, error} = useJson(`/admin/v1/calls?${new URLSearchParams([...asked, ['limit', MOST]])}`, open ? 0 : 2000);
  return html`
    <div class="head"><h1>Calls</h1><p class="quiet">the last 2,000, and 500 that failed or were slow; never a prompt. Times are ${ZONE}; a restart forgets them</p></div>
    <section class="panel">
      <${Filters} filter=${filter} change=${change} />
      ${!data ? html`<${Pending} error=${error} />` : data.calls.length === 0
        ? asked.length > 0
          ? html`<${Empty}>None of the calls that are kept matches. Names must be whole; clear a filter to see more.<//>`
          : html`<div class="empty">No call has ended since the start. Send one:<pre>${`curl ${frame ? frame.url : 'GATEWAY'}/v1/chat/completions \\\n  -H 'content-type: application/json' -H "authorization: Bearer $KEY" \\\n  -d '{"model": "MODEL", "messages": [{"role": "user", "content": "Hello"}]}'`}</pre></div>`
        : html`<${Scroll} label="Calls"><table class="cards">
          <thead><tr><th scope="col">Ended</th><th scope="col">Outcome</th><th scope="col">Kind</th><th scope="col">Model</th><th scope="col">Route</th><th scope="col">Last target</th><th scope="col">Tenant</th><th scope="col" class="n">Attempts</th><th scope="col" class="n">Waited</th><th scope="col" class="n">First token</th><th scope="col" class="n">Whole call</th></tr></thead>
          <tbody>${data.calls.map(call => html`<${Row} key=${key(call)} call=${call} open=${open === key(call)} toggle=${() => setOpen(open === key(call) ? '' : key(call))} />`)}</tbody>
        </table><//>
        ${data.calls.length === MOST && html`<p class="empty">The newest ${MOST} of those that match. Filter to see others.</p>`}`}
    </section>`;
}
