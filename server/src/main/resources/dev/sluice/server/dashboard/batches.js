// Batches, files of calls: how far each is, why one calls no lines, what is wrong with one; and what
// teams keep of files.

import {useState} from 'preact/hooks';
import {Change, change, moment, usePages} from './accounts.js';
import {to, useAddress} from './address.js';
import {Files} from './disk.js';
import {Empty, NBSP, NONE, Panel, Pending, Pill, Scroll, Suggested, When, count, html, plural, short, useJson, words, zones} from './ui.js';

const STATES = {validating: '', in_progress: '', finalizing: '', completed: 'ok', failed: 'bad', expired: 'near', cancelling: 'near', cancelled: ''};
const CANCELLABLE = ['validating', 'in_progress'];

/** How many errors of a batch are shown. */
const ERRORS = 10;

/** Why lines have no result that were not called. */
const ENDINGS = {
  expired: 'its window ended before all lines were done',
  cancelled: 'it was cancelled',
  key_revoked: 'its key was revoked, or is gone',
  key_expired: 'its key has expired',
  failed: 'no more results could be kept',
};

const NONE_RUN = `store: {path: data}
files: {folder: files}
batches: {}`;

/** When lines are tried again that pause. */
function again(until) {
  return until > Date.now() ? ` One line is tried at ${new Date(until).toLocaleTimeString('en-GB')}.` : ' One line is tried now.';
}

/** Why a batch calls no lines, and what to do. */
function Paused({of, all}) {
  const {why, until} = of.paused;
  switch (why) {
    case 'budget':
      return html`The budget of its key${all ? html` <a href=${to('keys', {key: of.key})}>${of.key_name || of.key}</a>` : ''}${of.team && html`, of its team${all && html` <a href=${to('keys', {team: of.team})}>${of.team}</a>`}`} or of all keys has no room. Raise it or give money back to it${all ? '' : ', or ask the operator of this gateway'}, or wait for its next window: the batch goes on by itself, and no line is lost.${again(until)}`;
    case 'disk':
      return html`The disk has no room for results. Make some: delete files, or give the folder of <code>files</code> more. The batch goes on by itself.`;
    case 'files':
      return html`Its files or its log cannot be read or written. Is the folder of <code>files</code> mounted, and <code>files.key</code> the one that they were sealed with? It is tried again until ${moment(of.expires)}, and fails then.`;
    default:
      return html`Whether its key may call is not known now. It goes on by itself.`;
  }
}

function State({of}) {
  if (of.paused) return html`<${Pill} kind="near">paused: ${words(of.paused.why)}<//>`;
  return html`<${Pill} kind=${STATES[of.state]}>${words(of.state)}<//>`;
}

/** How many lines are done, as a bar. */
function Progress({of}) {
  const {total, completed, failed} = of.lines;
  if (total === 0) return html`<span class="quiet">${of.ended ? 'no line was called' : 'it waits for its turn, or its lines are looked at'}</span>`;
  const done = completed + failed;
  const share = part => `${(part / total) * 100}%`;
  return html`<div class="budget">
    <span class="track" role="img" aria-label=${`${count(done)} of ${plural(total, 'line')} done`}>${failed > 0 && html`<i class="bad" style=${{width: share(done)}}></i>`}<i class=${of.state === 'completed' ? 'ok' : ''} style=${{width: share(completed)}}></i></span>
    <p><b>${count(done)}</b> of ${plural(total, 'line')}, ${Math.floor((done / total) * 100)}${NBSP}%${failed > 0 && html`, <b class="bad">${count(failed)} with an error</b>`}</p>
  </div>`;
}

/** What stands behind the progress of a batch that does not go on as it should. */
function Note({of, all}) {
  if (of.paused) return html`<p class="why"><${Paused} of=${of} all=${all} /></p>`;
  const [first] = of.errors;
  if (first) return html`<p class="why">${first.line ? `Line ${count(first.line)}: ` : ''}${first.message}${of.errors_total > 1 ? ` And ${plural(of.errors_total - 1, 'error')} more.` : ''}</p>`;
  return of.ending && html`<p class="why">Lines without a result were not called: ${ENDINGS[of.ending] || words(of.ending)}.</p>`;
}

function Errors({of}) {
  const shown = of.errors.slice(0, ERRORS);
  const more = of.errors_total - shown.length;
  return shown.length > 0 && html`<div class="block">
    <h3>What is wrong with it</h3>
    <${Scroll} label=${`Errors of ${of.id}`}><table class="small">
      <thead><tr><th scope="col" class="n">Line</th><th scope="col">Error</th><th scope="col">Of</th><th scope="col">In words</th></tr></thead>
      <tbody>${shown.map((error, i) => html`<tr key=${i}><td class="n">${error.line ? count(error.line) : NONE}</td><td class="tight mono">${error.code}</td><td class="mono">${error.param || ''}</td><td class="name">${error.message}</td></tr>`)}</tbody>
    </table><//>
    ${more > 0 && html`<p class="quiet">And ${plural(more, 'error')} more${of.api === 'openai' && html`; <code>GET /v1/batches/${of.id}</code> has the first hundred`}.</p>`}
  </div>`;
}

function Cancel({of, close, made}) {
  const send = async () => {
    await change('POST', `/admin/v1/batches/${encodeURIComponent(of.id)}/cancel`, {});
    made();
  };
  return html`<${Change} label="Cancel the batch for good" role="operator" send=${send} close=${close} danger=${true}>
    <p class="quiet">Lines without a result get the error batch_cancelled; those with one keep it. Calls under way are left, and may be paid.</p>
  <//>`;
}

function Detail({of, all, changed}) {
  const [asked, setAsked] = useState(false);
  const close = () => setAsked(false);
  const file = id => html`<dd class="mono">${id || NONE}</dd>`;
  return html`<div>
    <dl class="facts">
      <dt>key</dt><dd>${all && of.key ? html`<a href=${to('keys', {key: of.key})}>${of.key_name || of.key}</a>` : of.key_name || of.key || 'none'}${of.key_name === null && of.key && html` <span class="quiet">which is gone</span>`}</dd>
      <dt>input</dt>${file(of.input_file)}
      <dt>results</dt>${file(of.output_file)}
      <dt>errors of lines</dt>${file(of.error_file)}
      <dt>tokens</dt><dd>${count(of.usage.input)} in, ${count(of.usage.cached)} of them cached; ${count(of.usage.output)} out, ${count(of.usage.reasoning)} of them reasoning</dd>
      <dt>window ends</dt><dd>${moment(of.expires)}</dd>
      ${of.begun && html`<dt>lines since</dt><dd>${moment(of.begun)}</dd>`}
      ${of.cancelling && html`<dt>cancelled</dt><dd>${moment(of.cancelling)}</dd>`}
      ${of.delegated && html`<dt>given to</dt><dd class="mono">${of.delegated}</dd>`}
      ${of.node && html`<dt>gateway</dt><dd>${of.node}${of.ended ? ', which ended it' : ', which works on it'}</dd>`}
    </dl>
    <${Errors} of=${of} />
    ${!asked && html`<div class="buttons">
      ${all && of.key && html`<a class="button" href=${to('cost', {by: 'model', key: of.key})}>Cost of its key</a>`}
      ${all && CANCELLABLE.includes(of.state) && html`<button onClick=${() => setAsked(true)}>Cancel</button>`}
    </div>`}
    ${!all && CANCELLABLE.includes(of.state) && html`<p class="quiet">Any key of the team ends it by ${of.api === 'openai' ? html`<code>POST /v1/batches/${of.id}/cancel</code>` : 'the API that has made it'}.</p>`}
    ${asked && html`<${Cancel} of=${of} close=${close} made=${() => { close(); changed(); }} />`}
  </div>`;
}

const COLUMNS = 6;

function Row({of, all, open, toggle, changed}) {
  return html`<tr>
    <td class="name"><button class="link mono" aria-expanded=${open ? 'true' : 'false'} onClick=${toggle}>${of.id}</button><br /><span class="quiet">${of.endpoint}</span></td>
    <td class="name" data-label="team">${of.team === null ? html`<span class="quiet">none</span>` : all ? html`<a href=${to('batches', {team: of.team})}>${of.team}</a>` : of.team}</td>
    <td class="tight"><${State} of=${of} /></td>
    <td class="wide"><${Progress} of=${of} /><${Note} of=${of} all=${all} /></td>
    <td class="n" data-label="tokens">${short(of.usage.input + of.usage.output)}</td>
    <td class="made"><span data-label="made"><${When} at=${of.created} shown=${moment} /></span><br /><span class="quiet">${of.ended ? html`ended <${When} at=${of.ended} shown=${moment} />` : html`ends by ${moment(of.expires)}`}</span></td>
  </tr>${open && html`<tr class="detail"><td colspan=${COLUMNS}><${Detail} of=${of} all=${all} changed=${changed} /></td></tr>`}`;
}

/** The batch that the address names, where it is on another page of the list, or filtered out. */
function Elsewhere({at, id, all, close}) {
  const {data, error, code, again: look} = useJson(`${at}/${encodeURIComponent(id)}`, 5000);
  if (code === 'not_found') return html`<tr><td colspan=${COLUMNS}><span class="quiet">There is no batch ${id}, or it ended long ago.</span> <button class="link" onClick=${close}>Show all</button></td></tr>`;
  if (!data) return html`<tr><td colspan=${COLUMNS}><${Pending} error=${error} /></td></tr>`;
  return html`<${Row} of=${data} all=${all} open toggle=${close} changed=${look} />`;
}

/** What a gateway lacks that runs no batches. */
function NotRun({all}) {
  return html`<div class="empty">This gateway runs no batches.${all ? html` Add to its configuration, and start it again:<pre>${NONE_RUN}</pre>` : ' Ask its operator.'}</div>`;
}

function List({at, all, address, set}) {
  const {team, state, batch: open} = address;
  const setOpen = batch => set({batch});
  const asked = new URLSearchParams({limit: 20, ...(all && {team}), state});
  const {data, error, code, pager, again: look} = usePages(`${at}?${asked}`, 3000);
  const elsewhere = open !== '' && data && !data.batches.some(of => of.id === open);
  if (code === 'no_batches') return html`<${Panel} title="Batches"><${NotRun} all=${all} /><//>`;
  return html`<${Panel} title="Batches">
    <form class="filters" onSubmit=${event => event.preventDefault()} aria-label="Filter">
      ${all && html`<${Suggested} label="Of the team" value=${team} set=${next => set({team: next, batch: ''})} all=${data ? [...new Set(data.batches.map(of => of.team).filter(Boolean))].sort() : []} />`}
      <label>State<select value=${state} onChange=${event => set({state: event.target.value, batch: ''})}><option value="">any</option><option value="open">not ended</option>${Object.keys(STATES).map(one => html`<option key=${one} value=${one}>${words(one)}</option>`)}</select></label>
    </form>
    ${!data ? html`<${Pending} error=${error} code=${code} />` : data.batches.length === 0 && !elsewhere
      ? (all && team) || state
        ? html`<${Empty}>No batch matches.${all && team ? " The team's name must be whole." : ''}<//>`
        : html`<${Empty}>There is no batch yet. <code>./sluice batch run FILE</code> makes one of a file of calls, and so does <code>POST /v1/batches</code> of any client of OpenAI's.<//>`
      : html`<${Scroll} label="Batches"><table class="cards top batches">
        <thead><tr><th scope="col">Batch</th><th scope="col">Team</th><th scope="col">State</th><th scope="col">Lines</th><th scope="col" class="n">Tokens</th><th scope="col">Made</th></tr></thead>
        <tbody>${elsewhere && html`<${Elsewhere} key=${open} at=${at} id=${open} all=${all} close=${() => setOpen('')} />`}${data.batches.map(of => html`<${Row} key=${of.id} of=${of} all=${all} open=${open === of.id} toggle=${() => setOpen(open === of.id ? '' : of.id)} changed=${look} />`)}</tbody>
      </table><//>${pager}`}
  <//>`;
}

/** The batches of a person's teams, one team at a time. */
function OfTeams({teams, address, set}) {
  const known = teams.some(team => team.name === address.team) ? address.team : teams[0].name;
  const at = `/admin/v1/me/teams/${encodeURIComponent(known)}`;
  return html`
    ${teams.length > 1 && html`<form class="filters loose" onSubmit=${event => event.preventDefault()} aria-label="Team"><label>Team<select value=${known} onChange=${event => set({team: event.target.value, batch: ''})}>${teams.map(({name}) => html`<option key=${name} value=${name}>${name}</option>`)}</select></label></form>`}
    <${List} key=${`list of ${known}`} at=${`${at}/batches`} all=${false} address=${address} set=${set} />
    <${Files} key=${`files of ${known}`} at=${`${at}/files`} all=${false} />`;
}

/** @param who the person or token that looks */
export function BatchesPage({who}) {
  const [address, set] = useAddress('batches', {team: '', state: '', batch: ''});
  return html`
    <div class="head"><h1>Batches</h1><p class="quiet">files of calls, a line each, which use what other calls leave of the quota; ${zones(Date.now())}</p></div>
    ${who.role
      ? html`<${List} at="/admin/v1/batches" all=${true} address=${address} set=${set} /><${Files} at="/admin/v1/files" all=${true} />`
      : who.teams.length > 0 ? html`<${OfTeams} teams=${who.teams} address=${address} set=${set} />`
      : html`<${Panel} title="No team"><${Empty}>None of your groups is a team here, so that there is no batch to see: ask the operator of this gateway (<code>auth.oidc.teams</code>).<//><//>`}`;
}
