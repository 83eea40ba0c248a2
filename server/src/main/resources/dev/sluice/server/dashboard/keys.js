// Teams and their keys: what they may do, what they may spend and have spent; made, rotated and
// revoked with a token.

import {useEffect, useRef, useState} from 'preact/hooks';
import {Budget, Change, Stored, change, isUsedUp, list, moment, usePages} from './accounts.js';
import {to, useAddress} from './address.js';
import {KeyCalls, callsOf, useAskedKey} from './spent.js';
import {Empty, Panel, Pending, Pill, Scroll, Suggested, count, html, useJson, zones} from './ui.js';

const STATES = {active: 'ok', expired: 'near', suspended: 'near', revoked: 'bad'};
const DAY_MS = 864e5;

export function Secret({issued, done}) {
  const box = useRef(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => box.current.focus(), [issued]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(issued.secret);
      setCopied(true);
    } catch (why) {
      getSelection().selectAllChildren(box.current.querySelector('code'));
    }
  };
  return html`<section class="panel secret" role="status" tabindex="-1" ref=${box}>
    <header><h2>The secret of ${issued.key.name}</h2><p class="quiet">of team ${issued.key.team}; it is shown this once, nobody can show it again</p></header>
    <div class="body"><code>${issued.secret}</code><div class="buttons"><button class="main" onClick=${copy}>${copied ? 'Copied' : 'Copy'}</button><button onClick=${done}>I have it</button></div></div>
  </section>`;
}

export function Field({label, value, set, ...rest}) {
  return html`<label>${label}<input value=${value} onInput=${event => set(event.target.value)} ...${rest} /></label>`;
}

function Check({label, value, set}) {
  return html`<label class="check"><input type="checkbox" checked=${value} onChange=${event => set(event.target.checked)} />${label}</label>`;
}

function NewTeam({close, made}) {
  const [name, setName] = useState('');
  const [budgets, setBudgets] = useState('');
  const [strict, setStrict] = useState(false);
  const [overrun, setOverrun] = useState('');
  const send = async () => {
    await change('POST', '/admin/v1/teams', {name, budgets: list(budgets), strict, ...over(overrun)});
    made();
  };
  return html`<${Panel} title="New team"><${Change} label="Make the team" role="admin" send=${send} close=${close}>
    <${Field} label="Name" value=${name} set=${setName} required />
    <${Field} label="Budgets" value=${budgets} set=${setBudgets} placeholder="500USD/month" />
    <${Field} label="Overrun" value=${overrun} set=${setOverrun} placeholder="1.25" />
    <${Check} label="strict" value=${strict} set=${setStrict} />
  <//><//>`;
}

const whole = text => (text.trim() === '' ? 0 : Number(text));
const over = text => (text.trim() === '' ? {} : {overrun: Number(text)});

/** What a form says of a key, as the body of a request. */
function terms(is) {
  const body = {
    models: list(is.models), budgets: list(is.budgets), strict: is.strict, ...over(is.overrun),
    limits: {rpm: whole(is.rpm), tpm: whole(is.tpm), concurrent: whole(is.concurrent)},
  };
  if (is.expires) body.expires = Date.now() + whole(is.expires) * DAY_MS;
  return body;
}

const number = {inputmode: 'numeric', pattern: '[0-9]*', placeholder: 'none'};

function Terms({is, set, kept}) {
  return html`
    <${Field} label="Models" value=${is.models} set=${set('models')} placeholder="all, or gpt-5*" />
    <${Field} label="Budgets" value=${is.budgets} set=${set('budgets')} placeholder="50USD/month" />
    <${Field} label="Ends after days" value=${is.expires} set=${set('expires')} ...${number} placeholder=${kept ? 'as it is' : 'never'} />
    <${Field} label="Calls a minute" value=${is.rpm} set=${set('rpm')} ...${number} />
    <${Field} label="Tokens a minute" value=${is.tpm} set=${set('tpm')} ...${number} />
    <${Field} label="Calls at a time" value=${is.concurrent} set=${set('concurrent')} ...${number} />
    <${Field} label="Overrun" value=${is.overrun} set=${set('overrun')} placeholder="1.25" />
    <${Check} label="strict" value=${is.strict} set=${set('strict')} />`;
}

function NewKey({team, close, made}) {
  const [is, setIs] = useState({team, name: '', expires: '', models: '', budgets: '', overrun: '', strict: false, rpm: '', tpm: '', concurrent: ''});
  const set = name => value => setIs(old => ({...old, [name]: value}));
  const send = async () => made(await change('POST', '/admin/v1/keys', {team: is.team, name: is.name, ...terms(is)}));
  return html`<${Panel} title="New key" note="what is left empty is not limited"><${Change} label="Make the key" role="admin" send=${send} close=${close}>
    <${Field} label="Team" value=${is.team} set=${set('team')} required />
    <${Field} label="Name" value=${is.name} set=${set('name')} required />
    <${Terms} is=${is} set=${set} />
  <//><//>`;
}

const shown = limit => (limit > 0 ? String(limit) : '');

function ChangeKey({of, close, made}) {
  const [is, setIs] = useState({
    expires: '', models: of.models.join(', '), budgets: of.budgets.join(', '), overrun: String(of.overrun), strict: of.strict,
    rpm: shown(of.limits.rpm), tpm: shown(of.limits.tpm), concurrent: shown(of.limits.concurrent),
  });
  const set = name => value => setIs(old => ({...old, [name]: value}));
  const send = async () => {
    await change('PATCH', `/admin/v1/keys/${encodeURIComponent(of.id)}`, terms(is));
    made();
  };
  return html`<${Change} label=${`Change ${of.name}`} role="admin" send=${send} close=${close}><${Terms} is=${is} set=${set} kept=${true} /><//>`;
}

function Credit({to, name, close, made}) {
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const send = async () => {
    await change('POST', '/admin/v1/budgets/credit', {to, amount, reason});
    made();
  };
  return html`<${Change} label=${`Give back to ${name}`} role="admin" send=${send} close=${close}>
    <${Field} label="Amount" value=${amount} set=${setAmount} placeholder="10USD" required />
    <${Field} label="Reason" value=${reason} set=${setReason} maxlength="200" required />
    <p class="quiet">It counts in the budgets' windows of now. What calls have cost stays in the ledger.</p>
  <//>`;
}

function ChangeTeam({of, close, made}) {
  const [budgets, setBudgets] = useState(of.budgets.join(', '));
  const [strict, setStrict] = useState(of.strict);
  const [overrun, setOverrun] = useState(String(of.overrun));
  const send = async () => {
    await change('PATCH', `/admin/v1/teams/${encodeURIComponent(of.name)}`, {budgets: list(budgets), strict, ...over(overrun)});
    made();
  };
  return html`<${Change} label=${`Change ${of.name}`} role="admin" send=${send} close=${close}>
    <${Field} label="Budgets" value=${budgets} set=${setBudgets} placeholder="500USD/month" />
    <${Field} label="Overrun" value=${overrun} set=${setOverrun} placeholder="1.25" />
    <${Check} label="strict" value=${strict} set=${setStrict} />
  <//>`;
}

function RemoveTeam({of, close, made}) {
  const [revoke, setRevoke] = useState(false);
  const send = async () => {
    await change('POST', `/admin/v1/teams/${encodeURIComponent(of.name)}/delete`, {revoke});
    made();
  };
  return html`<${Change} label=${`Remove ${of.name} for good`} role="admin" send=${send} close=${close} danger=${true}>
    <${Check} label="end its keys, too" value=${revoke} set=${setRevoke} />
    <p class="quiet">What its calls have cost stays under its name, and counts for a new team of that name.</p>
  <//>`;
}

function Rotate({of, close, made}) {
  const [overlap, setOverlap] = useState('24h');
  const send = async () => made(await change('POST', `/admin/v1/keys/${encodeURIComponent(of.id)}/rotate`, {overlap}));
  return html`<${Change} label="Give it another secret" role="operator" send=${send} close=${close}>
    <${Field} label="The old one goes on for" value=${overlap} set=${setOverlap} required />
  <//>`;
}

function Revoke({of, close, made}) {
  const [now, setNow] = useState(false);
  const send = async () => {
    await change('POST', `/admin/v1/keys/${encodeURIComponent(of.id)}/revoke`, {now});
    made();
  };
  return html`<${Change} label=${`Revoke ${of.name} for good`} role="operator" send=${send} close=${close} danger=${true}>
    <${Check} label="cut its running calls, too" value=${now} set=${setNow} />
  <//>`;
}

export function Budgets({all, owner}) {
  return all.length === 0 ? html`<span class="quiet">none</span>` : all.map(of => html`<${Budget} key=${of.window} of=${of} owner=${owner} />`);
}

const TEAM_COLUMNS = 4;

function TeamRow({of, changed}) {
  const [act, setAct] = useState('');
  const close = () => setAct('');
  const made = () => {
    close();
    changed();
  };
  const button = (name, label) => html`<button aria-expanded=${act === name ? 'true' : 'false'} onClick=${() => setAct(act === name ? '' : name)}>${label}</button>`;
  return html`<tr>
    <th scope="row" class="name"><a href=${to('keys', {team: of.name})}>${of.name}</a></th>
    <td class="wide"><${Budgets} all=${of.standing} owner=${of.name} /></td>
    <td class="tight quiet" data-label="made">${moment(of.created)}</td>
    <td class="tight"><div class="buttons">${button('change', 'Change')}${of.standing.length > 0 && button('credit', 'Credit')}${button('remove', 'Remove')}</div></td>
  </tr>${act && html`<tr class="detail"><td colspan=${TEAM_COLUMNS}>
    ${act === 'change' && html`<${ChangeTeam} of=${of} close=${close} made=${made} />`}
    ${act === 'credit' && html`<${Credit} to=${`team:${of.name}`} name=${of.name} close=${close} made=${made} />`}
    ${act === 'remove' && html`<${RemoveTeam} of=${of} close=${close} made=${made} />`}
  </td></tr>`}`;
}

function Teams({changed}) {
  const {data, error, pager, again} = usePages('/admin/v1/teams?limit=20', 5000);
  return html`<${Panel} title="Teams" note="a budget of a team is for all its keys together">
    ${!data ? html`<${Pending} error=${error} />` : data.teams.length === 0
      ? html`<${Empty}>There is no team yet. Make one here, or with <code>./sluice teams create search --budget 500USD/month</code>.<//>`
      : html`<${Scroll} label="Teams"><table class="cards top">
        <thead><tr><th scope="col">Team</th><th scope="col">Budgets</th><th scope="col">Made</th><th scope="col">Changes</th></tr></thead>
        <tbody>${data.teams.map(team => html`<${TeamRow} key=${team.name} of=${team} changed=${() => { again(); changed(); }} />`)}</tbody>
      </table><//>${pager}`}
  <//>`;
}

export function limits(of) {
  const words = [[of.rpm, 'calls/min'], [of.tpm, 'tokens/min'], [of.concurrent, 'at a time']];
  const said = words.filter(([value]) => value > 0).map(([value, unit]) => `${count(value)} ${unit}`);
  return said.length ? said.join(', ') : 'none';
}

export const all = texts => (texts.length ? texts.join(', ') : 'all');

function secrets(of) {
  if (!of.secrets) return 'one, in the configuration';
  return of.secrets.map(secret => `made ${moment(secret.created)}${secret.ends ? `, ends ${moment(secret.ends)}` : ''}`).join('; ');
}

function Detail({of, issued, changed}) {
  const [act, setAct] = useState('');
  const close = () => setAct('');
  const stored = of.source === 'store';
  return html`<div>
    <dl class="facts">
      <dt>id</dt><dd class="mono">${of.id}</dd>
      <dt>models</dt><dd>${all(of.models)}</dd>
      <dt>routes</dt><dd>${all(of.routes)}</dd>
      <dt>operations</dt><dd>${all(of.operations)}</dd>
      <dt>priority</dt><dd>${of.priority} at most, ${of.default_priority} for calls that name none</dd>
      <dt>kept answers</dt><dd>${of.cache}</dd>
      <dt>secrets</dt><dd>${secrets(of)}</dd>
      ${of.revoked && html`<dt>revoked</dt><dd>${moment(of.revoked)}</dd>`}
    </dl>
    ${!stored && html`<p class="quiet">It stands in the configuration, and is changed there.</p>`}
    ${of.namesake && html`<p><${Pill} kind="near">namesake<//> It names no team, and is of the store's team ${of.team} by its name alone: add <code>team: ${of.team}</code> to it, or give it another name.</p>`}
    ${!act && html`<div class="buttons">
      <a class="button" href=${callsOf(of.id)}>Its calls</a>
      <a class="button" href=${to('cost', {by: 'model', key: of.id})}>Its cost</a>
      <a class="button" href=${to('audit', {subject: of.id})}>Its changes</a>
      ${stored && of.state === 'active' && html`<button onClick=${() => setAct('change')}>Change</button><button onClick=${() => setAct('rotate')}>Rotate</button><button onClick=${() => setAct('revoke')}>Revoke</button>`}
      ${of.standing.length > 0 && of.state !== 'revoked' && html`<button onClick=${() => setAct('credit')}>Credit</button>`}
    </div>`}
    ${act === 'change' && html`<${ChangeKey} of=${of} close=${close} made=${() => { close(); changed(); }} />`}
    ${act === 'credit' && html`<${Credit} to=${`key:${stored ? of.id : `${of.team}/${of.name}`}`} name=${of.name} close=${close} made=${() => { close(); changed(); }} />`}
    ${act === 'rotate' && html`<${Rotate} of=${of} close=${close} made=${got => { close(); issued(got); }} />`}
    ${act === 'revoke' && html`<${Revoke} of=${of} close=${close} made=${() => { close(); changed(); }} />`}
  </div>`;
}

const COLUMNS = 7;

/** A key that is active, and whose budget is used up, makes no calls. */
function State({of}) {
  if (of.state === 'active' && of.standing.some(isUsedUp)) return html`<${Pill} kind="near">budget used up<//>`;
  return html`<${Pill} kind=${STATES[of.state]}>${of.state}<//>`;
}

function Row({of, open, toggle, issued, changed}) {
  return html`<tr>
    <td class="name"><button class="link" aria-expanded=${open ? 'true' : 'false'} onClick=${toggle}>${of.name}</button></td>
    <td class="name" data-label="team"><a href=${to('keys', {team: of.team})}>${of.team}</a>${of.namesake && html` <${Pill} kind="near">namesake<//>`}</td>
    <td class="tight"><${State} of=${of} /></td>
    <td class="tight" data-label="ends">${of.expires ? moment(of.expires) : 'never'}</td>
    <td class="name" data-label="models">${all(of.models)}</td>
    <td data-label="limits">${limits(of.limits)}</td>
    <td class="wide"><${Budgets} all=${of.standing} owner=${of.name} /></td>
  </tr>${open && html`<tr class="detail"><td colspan=${COLUMNS}><${Detail} of=${of} issued=${issued} changed=${changed} /></td></tr>`}`;
}

/** The key that the address names, where it is on another page of the list, or filtered out. */
function Elsewhere({id, close, issued}) {
  const {data, error, again} = useJson(`/admin/v1/keys/${encodeURIComponent(id)}`, 5000);
  if (!data) return html`<tr><td colspan=${COLUMNS}><${Pending} error=${error} /></td></tr>`;
  return html`<${Row} of=${data} open toggle=${close} issued=${got => { again(); issued(got); }} changed=${again} />`;
}

function Keys({issued}) {
  const [{team, state, key: open}, change] = useAddress('keys', {team: '', state: '', key: ''});
  const setOpen = key => change({key});
  const {data: teams} = useJson('/admin/v1/teams?limit=1000', 60000);
  const {data, error, pager, again} = usePages(`/admin/v1/keys?limit=50&team=${encodeURIComponent(team)}&state=${state}`, 5000);
  const elsewhere = open !== '' && data && !data.keys.some(of => of.id === open);
  return html`<${Panel} title="Keys" note="those of the configuration included">
    <form class="filters" onSubmit=${event => event.preventDefault()} aria-label="Filter">
      <${Suggested} label="Of the team" value=${team} set=${next => change({team: next, key: ''})} all=${teams ? teams.teams.map(of => of.name) : []} />
      <label>State<select value=${state} onChange=${event => change({state: event.target.value, key: ''})}><option value="">any</option>${Object.keys(STATES).map(one => html`<option key=${one} value=${one}>${one}</option>`)}</select></label>
    </form>
    ${!data ? html`<${Pending} error=${error} />` : data.keys.length === 0 && !elsewhere
      ? team || state
        ? html`<${Empty}>No key matches. The team's name must be whole.<//>`
        : html`<${Empty}>There is no key yet. Make one here, or with <code>./sluice keys create --team search --name live --budget 50USD/month</code>.<//>`
      : html`<${Scroll} label="Keys"><table class="cards top">
        <thead><tr><th scope="col">Key</th><th scope="col">Team</th><th scope="col">State</th><th scope="col">Ends</th><th scope="col">Models</th><th scope="col">Limits</th><th scope="col">Budgets</th></tr></thead>
        <tbody>${elsewhere && html`<${Elsewhere} key=${open} id=${open} close=${() => setOpen('')} issued=${issued} />`}${data.keys.map(of => html`<${Row} key=${of.id} of=${of} open=${open === of.id} toggle=${() => setOpen(open === of.id ? '' : of.id)} issued=${got => { again(); issued(got); }} changed=${again} />`)}</tbody>
      </table><//>${pager}`}
  <//>`;
}

function Accounts() {
  const [form, setForm] = useState('');
  const [issued, setIssued] = useState(null);
  const [turn, setTurn] = useState(0);
  const [keys, setKeys] = useState(0);
  const close = () => setForm('');
  const made = got => {
    close();
    setTurn(turn + 1);
    if (got) setIssued(got);
  };
  const toggle = name => () => setForm(form === name ? '' : name);
  return html`
    <div class="head"><h1>Keys</h1><p class="quiet">the keys of callers: who may call, and what it may cost; ${zones(Date.now())}. A change needs a token</p>
      <div class="end buttons"><button aria-expanded=${form === 'team' ? 'true' : 'false'} onClick=${toggle('team')}>New team</button><button aria-expanded=${form === 'key' ? 'true' : 'false'} onClick=${toggle('key')}>New key</button></div>
    </div>
    ${issued && html`<${Secret} issued=${issued} done=${() => setIssued(null)} />`}
    ${form === 'team' && html`<${NewTeam} close=${close} made=${made} />`}
    ${form === 'key' && html`<${NewKey} team="" close=${close} made=${made} />`}
    <${Keys} key=${`keys${turn}.${keys}`} issued=${setIssued} />
    <${Teams} key=${`teams${turn}`} changed=${() => setKeys(keys + 1)} />`;
}

export function KeysPage() {
  const asked = useAskedKey();
  return html`<${Stored} title="Keys">${asked === null ? html`<${Accounts} />` : html`<${KeyCalls} key=${asked} of=${asked} />`}<//>`;
}
