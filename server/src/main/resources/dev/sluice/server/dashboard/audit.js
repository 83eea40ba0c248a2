// Who has changed which team or key, and whether the log of it is what was written.

import {useState} from 'preact/hooks';
import {Stored, moment, usePages} from './accounts.js';
import {to, useAddress} from './address.js';
import {Empty, Panel, Pending, Pill, Scroll, Suggested, When, count, html, plural, useJson, zones} from './ui.js';

const ACTIONS = ['team.create', 'team.change', 'key.create', 'key.change', 'key.rotate', 'key.revoke', 'batch.cancel'];

/** What the check of the chain has found; of an empty one there is nothing to say. */
function Chain({data, error, again}) {
  const end = html`<button onClick=${again}>Check again</button>`;
  return html`<${Panel} title="The chain" note="each row has the hash of itself and of the one before it" end=${end}>
    ${!data ? html`<${Pending} error=${error} />` : data.broken
      ? html`<div class="body"><${Pill} kind="bad">broken<//> row ${count(data.broken)} is missing, or is not what was written; ${data.entries === 0 ? 'it is the first one' : `${plural(data.entries, 'row')} before it ${data.entries === 1 ? 'is' : 'are'} in order`}.</div>`
      : data.entries === 0
      ? html`<div class="body"><${Pill}>no row<//> There is nothing to check yet: the first change begins the chain.</div>`
      : html`<div class="body"><${Pill} kind="ok">holds<//> ${plural(data.entries, 'row is', 'rows are')} in order. That the end was cut off shows only beside a hash that was kept elsewhere: <code class="mono hash">${data.hash}</code></div>`}
  <//>`;
}

function detail(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (why) {
    return text;
  }
}

/** Where what was changed is shown: a team by its name, a key by its id, which its name follows. */
function subject(of) {
  const [id] = of.subject.split(' ');
  if (of.action.startsWith('batch.')) return to('batches', {batch: id});
  if (of.action.startsWith('person.')) return to('people', {person: id});
  return of.action.startsWith('team.') ? to('keys', {team: of.subject}) : to('keys', {key: id});
}

function Row({of, open, toggle}) {
  return html`<tr>
    <td class="tight"><button class="link" aria-expanded=${open ? 'true' : 'false'} onClick=${toggle} aria-label=${`${moment(of.at)}, details`}><${When} at=${of.at} shown=${moment} /></button></td>
    <td class="n" data-label="row">${count(of.number)}</td>
    <td class="name" data-label="who">${of.actor}</td>
    <td class="tight" data-label="what">${of.action}</td>
    <td class="name" data-label="which"><a href=${subject(of)}>${of.subject}</a></td>
  </tr>${open && html`<tr class="detail"><td colspan="5"><pre>${detail(of.detail)}</pre><p class="mono hash quiet">${of.hash}</p></td></tr>`}`;
}

/** What the rows that are shown have in a column. */
const seen = (data, column) => (data ? [...new Set(data.entries.map(of => of[column]))].sort() : []);

function Log() {
  const [filter, change] = useAddress('audit', {actor: '', action: '', subject: ''});
  const [open, setOpen] = useState(0);
  const set = name => value => change({[name]: value});
  const asked = new URLSearchParams({limit: 50, ...filter});
  const {data, error, pager} = usePages(`/admin/v1/audit?${asked}`, open ? 0 : 5000);
  const chain = useJson('/admin/v1/audit/verify', 0);
  const lost = chain.data && chain.data.broken;
  const filtered = Object.values(filter).some(value => value !== '');
  return html`
    <div class="head"><h1>Audit</h1><p class="quiet">who has changed which team or key, and ended which batch, the newest first; ${zones(Date.now())}</p></div>
    <${Chain} ...${chain} />
    <${Panel} title="Changes">
      <form class="filters" onSubmit=${event => event.preventDefault()} aria-label="Filter">
        <${Suggested} label="Who" value=${filter.actor} set=${set('actor')} all=${seen(data, 'actor')} placeholder="anybody" />
        <label>What<select value=${filter.action} onChange=${event => change({action: event.target.value})}><option value="">anything</option>${ACTIONS.map(one => html`<option key=${one} value=${one}>${one}</option>`)}</select></label>
        <${Suggested} label="Which" value=${filter.subject} set=${set('subject')} all=${seen(data, 'subject')} placeholder="team, or key's id" class="mid" />
      </form>
      ${!data ? html`<${Pending} error=${error} />` : data.entries.length === 0
        ? html`<${Empty}>${filtered ? 'No change matches. Names must be whole.' : lost ? 'No row is left of what was changed.' : 'Nothing has been changed yet.'}<//>`
        : html`<${Scroll} label="Changes"><table class="cards">
          <thead><tr><th scope="col">When</th><th scope="col" class="n">Row</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Which</th></tr></thead>
          <tbody>${data.entries.map(of => html`<${Row} key=${of.number} of=${of} open=${open === of.number} toggle=${() => setOpen(open === of.number ? 0 : of.number)} />`)}</tbody>
        </table><//>${pager}`}
    <//>`;
}

export function AuditPage() {
  return html`<${Stored} title="Audit"><${Log} /><//>`;
}
