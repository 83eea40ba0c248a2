// What the pages of teams, keys, money and audit share: amounts, budgets as bars, pages of lists,
// and changes, which show a token.

import {useState} from 'preact/hooks';
import {useLive} from './live.js';
import {Empty, NBSP, Panel, html, problem, useJson} from './ui.js';
import {changes} from './who.js';

const CENTS = new Intl.NumberFormat('en', {minimumFractionDigits: 2, maximumFractionDigits: 2});
const FINE = new Intl.NumberFormat('en', {minimumFractionDigits: 2, maximumFractionDigits: 6});

/** An amount in dollars: with cents, small ones with as much more as they need. */
export function dollars(value) {
  if (value === undefined || value === null) return '–';
  return `${(Math.abs(value) >= 1 ? CENTS : FINE).format(value)}${NBSP}USD`;
}

/** A day and a time, in the browser's zone. */
export function moment(at) {
  return at === undefined || at === null ? '–' : new Date(at).toLocaleString('en-GB', {dateStyle: 'medium', timeStyle: 'short'});
}

/** The part of a budget that is spent, less what was given back. */
function spentOf(of) {
  if (of.limit > 0) return Math.max(0, of.spent - of.credited) / of.limit;
  return of.spent < of.credited ? 0 : 1;
}

/** Whether all of a budget is spent, so that calls beyond it are refused. */
export function isUsedUp(of) {
  return spentOf(of) >= 1;
}

/** How a budget stands, as a bar with a mark at 80 %. */
export function Budget({of, owner}) {
  const share = spentOf(of);
  const aside = of.limit > 0 ? of.set_aside / of.limit : 0;
  const kind = share >= 1 ? 'bad' : of.warned ? 'near' : '';
  const shown = `${Math.floor(share * 100)}${NBSP}%`;
  const state = share >= 1 ? 'used up' : of.warned ? 'nearly spent' : '';
  return html`<div class="budget">
    <span class="track marked" role="img" aria-label=${`${owner ? `${owner}: ` : ''}${shown} of ${of.budget} spent`}><i class="aside" style=${{width: `${Math.min(100, (share + aside) * 100)}%`}}></i><i class=${kind} style=${{width: `${Math.min(100, share * 100)}%`}}></i></span>
    <p><b>${dollars(of.spent)}</b> of ${dollars(of.limit)} for ${of.window}${of.credited > 0 ? `, ${dollars(of.credited)} credited` : ''}${of.set_aside > 0 ? `, ${dollars(of.set_aside)} set aside` : ''}${of.strict ? ', strict' : ''}${of.at_worst > of.left ? `, at worst ${dollars(of.at_worst)} under way` : ''}${state ? html`, <b class=${kind}>${state}</b>` : ''}</p>
  </div>`;
}

/** Shows a page that needs a store, or how to get one. */
export function Stored({title, children}) {
  const {frame} = useLive();
  if (!frame || frame.store) return children;
  return html`<div class="head"><h1>${title}</h1></div><${Panel} title="No store"><${Empty}>This gateway has no store: add <code>store: {path: data}</code> to its configuration, and start it again.<//><//>`;
}

/**
 * A list that comes in pages.
 *
 * @param path where it is, with a query
 * @param every how often it is read again, in milliseconds
 */
export function usePages(path, every) {
  const [at, setAt] = useState({path, cursors: ['']});
  const cursors = at.path === path ? at.cursors : [''];
  const setCursors = next => setAt({path, cursors: next});
  const after = cursors[cursors.length - 1];
  const {data, error, code, again} = useJson(`${path}&after=${encodeURIComponent(after)}`, every);
  const pager = data && (data.next !== null || cursors.length > 1) && html`<nav class="pager" aria-label="Pages of the list">
    <button disabled=${cursors.length === 1} onClick=${() => setCursors(cursors.slice(0, -1))}>Previous</button>
    <span class="quiet">page ${cursors.length}</span>
    <button disabled=${data.next === null} onClick=${() => setCursors([...cursors, data.next])}>Next</button>
  </nav>`;
  return {data, error, code, pager, again};
}

/** The token that changes show; it is kept until the page is left, and nowhere else. */
let token = '';

/** Asks for a change, and answers with what came of it. Without a token it is the session's, which no other page can send so. */
export async function change(method, path, body) {
  const proof = token ? {authorization: `Bearer ${token}`} : {'x-sluice-admin': '1'};
  const answer = await fetch(path, {method, headers: {...proof, 'content-type': 'application/json'}, body: JSON.stringify(body)});
  if (answer.ok) return answer.json();
  if (answer.status === 401 || answer.status === 403) token = '';
  throw new Error(await problem(answer));
}

/**
 * A form that asks for a change, and for a token where none is known.
 *
 * @param role who may
 * @param send makes the change; its error is shown
 */
export function Change({label, role, send, close, danger, children}) {
  const [shown, setShown] = useState(token);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const enter = async event => {
    event.preventDefault();
    token = shown;
    setBusy(true);
    setError('');
    try {
      await send();
    } catch (why) {
      setError(why.message);
      setShown(token);
    }
    setBusy(false);
  };
  return html`<form class="change" onSubmit=${enter} aria-label=${label}>
    ${children}
    ${!changes(role) && (token === '' || shown === '') && html`<label>Token (${role})<input type="password" autocomplete="off" required value=${shown} onInput=${event => setShown(event.target.value)} /></label>`}
    <div class="buttons"><button class=${danger ? 'main danger' : 'main'} disabled=${busy}>${label}</button><button type="button" onClick=${close}>Cancel</button></div>
    ${error && html`<p class="error" role="alert">${error}</p>`}
  </form>`;
}

/** Texts divided by commas. */
export function list(text) {
  return text.split(',').map(one => one.trim()).filter(one => one !== '');
}
