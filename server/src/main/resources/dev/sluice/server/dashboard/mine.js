// What somebody who has logged in does without an operator: makes, rotates and revokes own keys
// within what the team allows, and sees what the team spends; an owner changes the keys of the
// team's people.

import {useState} from 'preact/hooks';
import {Change, change, dollars, list, moment} from './accounts.js';
import {Budgets, Field, Secret, all, limits} from './keys.js';
import {Empty, Panel, Pending, Pill, Scroll, count, html, useJson} from './ui.js';

const KEYS = '/admin/v1/me/keys';
const STATES = {active: 'ok', expired: 'near', suspended: 'near', revoked: 'bad'};
const number = {inputmode: 'numeric', pattern: '[0-9]*'};
const shown = limit => (limit > 0 ? String(limit) : '');
const path = (...parts) => parts.map(encodeURIComponent).join('/');

/** Terms as a form has them. */
function formed(of) {
  return {models: of.models.join(', '), budgets: of.budgets.join(', '), rpm: shown(of.limits.rpm), tpm: shown(of.limits.tpm), concurrent: shown(of.limits.concurrent)};
}

function told(is) {
  return {models: list(is.models), budgets: list(is.budgets), limits: {rpm: Number(is.rpm), tpm: Number(is.tpm), concurrent: Number(is.concurrent)}};
}

function Terms({is, set}) {
  return html`
    <${Field} label="Models" value=${is.models} set=${set('models')} placeholder="all" />
    <${Field} label="Budgets" value=${is.budgets} set=${set('budgets')} placeholder="none" />
    <${Field} label="Calls a minute" value=${is.rpm} set=${set('rpm')} ...${number} placeholder="no limit" />
    <${Field} label="Tokens a minute" value=${is.tpm} set=${set('tpm')} ...${number} placeholder="no limit" />
    <${Field} label="Calls at a time" value=${is.concurrent} set=${set('concurrent')} ...${number} placeholder="no limit" />`;
}

function NewKey({team, close, made}) {
  const [is, setIs] = useState({name: '', ...formed(team.terms)});
  const set = name => value => setIs(old => ({...old, [name]: value}));
  const send = async () => made(await change('POST', KEYS, {team: team.name, name: is.name, ...told(is)}));
  return html`<${Change} label="Make the key" role="own" send=${send} close=${close}>
    <${Field} label="Name" value=${is.name} set=${set('name')} required maxlength="64" />
    <${Terms} is=${is} set=${set} />
    <p class="quiet">The team allows as much as stands here; less is possible.</p>
  <//>`;
}

function Rotate({of, close, made}) {
  const [overlap, setOverlap] = useState('24h');
  const send = async () => made(await change('POST', `${KEYS}/${path(of.id)}/rotate`, {overlap}));
  return html`<${Change} label="Give it another secret" role="own" send=${send} close=${close}>
    <${Field} label="The old one goes on for" value=${overlap} set=${setOverlap} required />
  <//>`;
}

function Revoke({of, at, close, made}) {
  const send = async () => {
    await change('POST', `${at}/revoke`, {});
    made();
  };
  return html`<${Change} label=${`Revoke ${of.name} for good`} role="own" send=${send} close=${close} danger=${true} />`;
}

function Raise({of, at, most, close, made}) {
  const [is, setIs] = useState(formed(of));
  const set = name => value => setIs(old => ({...old, [name]: value}));
  const send = async () => {
    await change('PATCH', at, told(is));
    made();
  };
  return html`<${Change} label=${`Change ${of.name}`} role="own" send=${send} close=${close}>
    <${Terms} is=${is} set=${set} />
    <p class="quiet">The team allows at most: ${limits(most.limits)}; budgets ${most.budgets.join(', ') || 'none'}; models ${all(most.models)}.</p>
  <//>`;
}

const COLUMNS = 5;

function Row({of, who, acts}) {
  const [act, setAct] = useState('');
  const close = () => setAct('');
  const names = of.state === 'active' ? Object.keys(acts) : [];
  return html`<tr>
    <th scope="row" class="name">${of.name}${who && html`<br /><span class="quiet">${who}</span>`}</th>
    <td class="tight"><${Pill} kind=${STATES[of.state]}>${of.state}<//></td>
    <td data-label="limits">${limits(of.limits)}</td>
    <td class="wide"><${Budgets} all=${of.standing} owner=${of.name} /></td>
    <td class="tight"><div class="buttons">${names.map(name => html`<button key=${name} aria-expanded=${act === name ? 'true' : 'false'} onClick=${() => setAct(act === name ? '' : name)}>${name}</button>`)}</div></td>
  </tr>${act && html`<tr class="detail"><td colspan=${COLUMNS}>${acts[act](close)}</td></tr>`}`;
}

function Table({label, rows}) {
  return html`<${Scroll} label=${label}><table class="cards top">
    <thead><tr><th scope="col">Key</th><th scope="col">State</th><th scope="col">Limits</th><th scope="col">Budgets</th><th scope="col">Changes</th></tr></thead>
    <tbody>${rows}</tbody>
  </table><//>`;
}

function Spend({team}) {
  const {data, error} = useJson(`/admin/v1/me/teams/${path(team)}/spend?by=key&limit=50`, 15000);
  if (!data) return html`<${Pending} error=${error} />`;
  if (data.rows.length === 0) return html`<${Empty}>The team has spent nothing this month.<//>`;
  return html`<${Scroll} label=${`Spend of ${team}`}><table class="cards">
    <thead><tr><th scope="col">Key</th><th scope="col" class="n">Calls</th><th scope="col" class="n">Cost</th></tr></thead>
    <tbody>${data.rows.map(row => html`<tr key=${row.key}><th scope="row" class="name">${row.key_name || row.key}</th><td class="n" data-label="calls">${count(row.calls)}</td><td class="n" data-label="cost">${dollars(row.cost)}</td></tr>`)}
      ${data.total && html`<tr><th scope="row">all</th><td class="n" data-label="calls">${count(data.total.calls)}</td><td class="n" data-label="cost">${dollars(data.total.cost)}</td></tr>`}</tbody>
  </table><//>`;
}

function People({team, data, again}) {
  const rows = data.people_keys.map(of => {
    const at = `/admin/v1/me/teams/${path(team.name)}/keys/${path(of.id)}`;
    const made = close => () => { close(); again(); };
    return html`<${Row} key=${of.id} of=${of} who=${of.owner_name} acts=${{
      Change: close => html`<${Raise} of=${of} at=${at} most=${team.most} close=${close} made=${made(close)} />`,
      Revoke: close => html`<${Revoke} of=${of} at=${at} close=${close} made=${made(close)} />`,
    }} />`;
  });
  return html`<${Panel} title=${`Keys of people in ${team.name}`} note="you are an owner of the team">
    ${rows.length === 0 ? html`<${Empty}>Nobody of the team has made a key yet.<//>` : html`<${Table} label=${`Keys of people in ${team.name}`} rows=${rows} />`}
  <//>`;
}

function Team({of, issued, turn}) {
  const [open, setOpen] = useState(false);
  const {data, error, again} = useJson(`/admin/v1/me/teams/${path(of.name)}`, 5000);
  const made = got => {
    setOpen(false);
    again();
    issued(got);
  };
  const end = data && !data.missing && of.keys > 0 && html`<button aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>New key</button>`;
  return html`
    <${Panel} title=${of.name} note=${`${of.owner ? 'owner' : 'member'}; ${of.keys} keys each at most`} end=${end}>
      ${!data ? html`<${Pending} error=${error} />` : data.missing
        ? html`<${Empty}>This team is not there yet: an admin makes it on the page of keys, or with <code>./sluice teams create ${of.name}</code>.<//>`
        : html`<div class="body"><${Budgets} all=${data.standing || []} owner=${of.name} /></div>`}
      ${open && html`<${NewKey} team=${of} close=${() => setOpen(false)} made=${made} />`}
      ${data && !data.missing && html`<${Spend} key=${turn} team=${of.name} />`}
    <//>
    ${of.owner && data && html`<${People} team=${of} data=${data} again=${again} />`}`;
}

function Mine({data, error, again, issued}) {
  if (!data) return html`<${Pending} error=${error} />`;
  if (data.keys.length === 0) return html`<${Empty}>You have no key yet. Make one in a team below.<//>`;
  return html`<${Table} label="My keys" rows=${data.keys.map(of => html`<${Row} key=${of.id} of=${of} who=${`team ${of.team}${of.expires ? `, ends ${moment(of.expires)}` : ''}`} acts=${{
    Rotate: close => html`<${Rotate} of=${of} close=${close} made=${got => { close(); again(); issued(got); }} />`,
    Revoke: close => html`<${Revoke} of=${of} at=${`${KEYS}/${path(of.id)}`} close=${close} made=${() => { close(); again(); }} />`,
  }} />`)} />`;
}

/** @param who the person who looks */
export function OwnPage({who}) {
  const [issued, setIssued] = useState(null);
  const [turn, setTurn] = useState(0);
  const {data, error, again} = useJson(KEYS, 5000);
  const made = got => {
    setIssued(got);
    setTurn(turn + 1);
    again();
  };
  return html`
    <div class="head"><h1>My keys</h1><p class="quiet">${who.shown}${who.role ? `, ${who.role}` : ''}</p></div>
    ${issued && html`<${Secret} issued=${issued} done=${() => setIssued(null)} />`}
    <${Panel} title="Keys" note="each works as long as you do"><${Mine} data=${data} error=${error} again=${again} issued=${made} /><//>
    ${who.teams.length === 0
      ? html`<${Panel} title="No team"><${Empty}>None of your groups is a team here, so that you can make no key: ask the operator of this gateway (<code>auth.oidc.teams</code>).<//><//>`
      : who.teams.map(of => html`<${Team} key=${of.name} of=${of} turn=${turn} issued=${made} />`)}`;
}
