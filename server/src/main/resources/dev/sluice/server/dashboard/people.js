// The people who log in, or whom a directory has written: who they are, what they may do, and their
// sessions and keys; deactivated, logged out and removed by an admin.

import {useState} from 'preact/hooks';
import {Change, Stored, change, moment, usePages} from './accounts.js';
import {to, useAddress} from './address.js';
import {Empty, NONE, Panel, Pending, Pill, Scroll, When, count, html, plural, useJson, zones} from './ui.js';

const PEOPLE = '/admin/v1/people';
const KEY_STATES = {active: 'ok', expired: 'near', suspended: 'near', revoked: 'bad'};

/** What an admin may do to a person, and what comes of it. */
const WAYS = {
  deactivate: ['Deactivate', 'Sessions end and keys are refused, on every gateway within two seconds, whatever a directory says, until an admin takes the person again.', true],
  activate: ['Activate', 'The person may log in again, and keys work again.', false],
  logout: ['Log out', 'All sessions end. The person may log in anew.', false],
  delete: ['Remove', 'Keys are revoked and sessions end, for good. The next login makes another person.', true],
};

function ways(of) {
  return [of.deactivated ? 'activate' : 'deactivate', 'logout', ...(of.provisioned ? [] : ['delete'])];
}

function State({of}) {
  if (of.deactivated) return html`<${Pill} kind="bad">deactivated<//>`;
  return of.active ? html`<${Pill} kind="ok">active<//>` : html`<${Pill} kind="near">not active<//>`;
}

/** What a person may do here. */
function Rights({of}) {
  const said = [of.role, ...of.teams.map(team => `${team.name} (${team.owner ? 'owner' : 'member'})`)].filter(Boolean);
  return said.length ? said.join(', ') : html`<span class="quiet">nothing here</span>`;
}

function Act({of, way, close, made}) {
  const [label, words, danger] = WAYS[way];
  const send = async () => {
    await change('POST', `${PEOPLE}/${encodeURIComponent(of.id)}/${way}`, {});
    made(way);
  };
  return html`<${Change} label=${`${label}: ${of.name}`} role="admin" send=${send} close=${close} danger=${danger}><p class="quiet">${words}</p><//>`;
}

function Keys({all}) {
  if (all.length === 0) return html`<p>none</p>`;
  return html`<ul class="keys">${all.map(key => html`<li key=${key.id}><a href=${to('keys', {key: key.id})}>${key.team}/${key.name}</a> <${Pill} kind=${KEY_STATES[key.state]}>${key.state}<//></li>`)}</ul>`;
}

function Detail({of, gone, changed}) {
  const [act, setAct] = useState('');
  const {data, error, again} = useJson(`${PEOPLE}/${encodeURIComponent(of.id)}`, 0);
  const made = way => {
    setAct('');
    if (way === 'delete') gone();
    else again();
    changed();
  };
  return html`<div>
    <dl class="facts">
      <dt>id</dt><dd class="mono">${of.id}</dd>
      <dt>issuer</dt><dd>${of.issuer || 'has not logged in yet'}</dd>
      <dt>subject</dt><dd class="mono">${of.subject || NONE}</dd>
      <dt>user name</dt><dd>${of.user_name}</dd>
      <dt>known since</dt><dd>${moment(of.created)}, ${of.provisioned ? 'by a directory' : 'by a login'}</dd>
      <dt>groups</dt><dd>${of.groups.join(', ') || 'none'}</dd>
      <dt>sessions</dt><dd>${!data ? '' : data.sessions.length === 0 ? 'none' : data.sessions.map(one => `${one.kind}, since ${moment(one.created)}, ends ${moment(one.ends)}`).join('; ')}</dd>
    </dl>
    ${!data ? html`<${Pending} error=${error} />` : html`<div class="block"><h3>Keys</h3><${Keys} all=${data.keys} /></div>`}
    ${!act && html`<div class="buttons"><a class="button" href=${to('audit', {subject: of.id})}>Changes</a>${ways(of).map(way => html`<button key=${way} onClick=${() => setAct(way)}>${WAYS[way][0]}</button>`)}</div>`}
    ${act && html`<${Act} of=${of} way=${act} close=${() => setAct('')} made=${made} />`}
  </div>`;
}

const COLUMNS = 6;

function Row({of, open, toggle, changed}) {
  return html`<tr>
    <td class="name"><button class="link" aria-expanded=${open ? 'true' : 'false'} onClick=${toggle}>${of.name}</button><br /><span class="quiet">${of.email || of.user_name}</span></td>
    <td class="tight"><${State} of=${of} /></td>
    <td class="name" data-label="may"><${Rights} of=${of} /></td>
    <td class="name" data-label="from">${of.issuer ? of.issuer.replace(/^https?:\/\//, '') : 'a directory'}</td>
    <td class="tight" data-label="last login">${of.last_login ? html`<${When} at=${of.last_login} shown=${moment} />` : 'never'}</td>
    <td class="n" data-label="keys">${count(of.keys_owned)}</td>
  </tr>${open && html`<tr class="detail"><td colspan=${COLUMNS}><${Detail} of=${of} gone=${toggle} changed=${changed} /></td></tr>`}`;
}

/** The person whom the address names, on another page of the list. */
function Elsewhere({id, close, changed}) {
  const {data, error, code, again} = useJson(`${PEOPLE}/${encodeURIComponent(id)}`, 0);
  if (code === 'not_found') return html`<tr><td colspan=${COLUMNS}><span class="quiet">There is no person ${id} any more.</span> <button class="link" onClick=${close}>Show all</button></td></tr>`;
  if (!data) return html`<tr><td colspan=${COLUMNS}><${Pending} error=${error} /></td></tr>`;
  return html`<${Row} of=${data} open toggle=${close} changed=${() => { again(); changed(); }} />`;
}

function List() {
  const [{person: open}, set] = useAddress('people', {person: ''});
  const setOpen = person => set({person});
  const {data, error, code, pager, again} = usePages(`${PEOPLE}?limit=50`, 10000);
  const elsewhere = open !== '' && data && !data.people.some(of => of.id === open);
  return html`<${Panel} title="People" note=${data && data.people.length > 0 && `${plural(data.people.length, 'person', 'people')} on this page`}>
    ${!data ? html`<${Pending} error=${error} code=${code} />` : data.people.length === 0 && !elsewhere
      ? html`<${Empty}>There is nobody yet. People come with their first login, once <code>auth.oidc</code> names a provider, or are written by a directory, once <code>admin.scim</code> is there.<//>`
      : html`<${Scroll} label="People"><table class="cards top">
        <thead><tr><th scope="col">Person</th><th scope="col">State</th><th scope="col">May</th><th scope="col">From</th><th scope="col">Last login</th><th scope="col" class="n">Keys</th></tr></thead>
        <tbody>${elsewhere && html`<${Elsewhere} key=${open} id=${open} close=${() => setOpen('')} changed=${again} />`}${data.people.map(of => html`<${Row} key=${of.id} of=${of} open=${open === of.id} toggle=${() => setOpen(open === of.id ? '' : of.id)} changed=${again} />`)}</tbody>
      </table><//>${pager}`}
  <//>`;
}

export function PeoplePage() {
  return html`<${Stored} title="People">
    <div class="head"><h1>People</h1><p class="quiet">who has logged in or was written by a directory, and what that makes of them; ${zones(Date.now())}</p></div>
    <${List} />
  <//>`;
}
