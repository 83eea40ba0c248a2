// What all pages share: the way to write markup, figures with their units, and small parts.

import {h} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import htm from 'htm';
import {to} from './address.js';

export const html = htm.bind(h);

const WHOLE = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const TENTH = new Intl.NumberFormat('en', {maximumFractionDigits: 1});

export const NONE = '–';

/** A space that does not end a line. */
export const NBSP = '\u00a0';

/** The first bucket of times that are counted ends here. */
const LEAST_S = 0.01;

/** A count: 12,345. */
export function count(value) {
  return value === undefined || value === null ? NONE : WHOLE.format(value);
}

/** A small number: one digit behind the point below a hundred. */
export function small(value) {
  return value === undefined || value === null ? NONE : Math.abs(value) < 100 ? TENTH.format(value) : WHOLE.format(value);
}

/** A large number in three digits or so: 1.2M, 345K, 17. */
export function short(value) {
  if (value === undefined || value === null) return NONE;
  const size = Math.abs(value);
  if (size >= 1e9) return `${(value / 1e9).toPrecision(3)}G`;
  if (size >= 1e6) return `${(value / 1e6).toPrecision(3)}M`;
  if (size >= 1e4) return `${(value / 1e3).toPrecision(3)}K`;
  return WHOLE.format(value);
}

/** A time of so many milliseconds, with its unit. */
export function time(ms) {
  if (ms === undefined || ms === null) return NONE;
  return unsplit(spoken(ms));
}

function spoken(ms) {
  if (ms < 1) return ms === 0 ? '0 ms' : '< 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60e3) return `${(ms / 1e3).toFixed(ms < 10e3 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1e3);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 1440 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

const UNITS_OF_BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name, i) => [name, 1024 ** i]);

const UNITS = {m: 60, h: 3600, d: 86400};

/** A window such as 15m in seconds. */
export function span(window) {
  return parseInt(window, 10) * UNITS[window.slice(-1)];
}

/** A time of so many seconds. */
export function seconds(value) {
  return time(value === undefined || value === null ? value : value * 1000);
}

/** An age, in whole seconds at least. */
export function age(value) {
  return value < 60 ? `${Math.floor(value)}${NBSP}s` : time(Math.floor(value) * 1000);
}

/** The time within which a part of calls lies: what is counted tells nothing apart below 10 ms. */
export function quantile(value) {
  return value === LEAST_S ? `≤ ${seconds(value)}` : seconds(value);
}

/** A share of one, in per cent, to three digits without zeros at the end, as the report shows it. */
export function percent(share) {
  if (share === undefined || share === null) return NONE;
  const value = share * 100;
  return `${Number(value.toFixed(value >= 99.95 ? 0 : value >= 10 ? 1 : 2))}${NBSP}%`;
}

/** A text whose figures are not parted from their units at the end of a line. */
export function unsplit(text) {
  return text.replace(/(\d[KMG]?) (?=(%|s|ms|min|h|d|USD)(?![A-Za-z]))/g, `$1${NBSP}`);
}

/** A name of the configuration, which may be divided behind its dots. */
export function dotted(name) {
  return name.split('.').map((part, i) => (i === 0 ? part : html`.<wbr />${part}`));
}

/** What a text says of the configuration, of programs, and of pages. */
const LINKED = /`([^`]+)`|((?:providers|routes|defaults|queue|report|prices|server|store|budgets|race)(?:\.(?:[\w-]|"\*")+)+)|(the page of keys)/g;

/** A text of the report with links: a key of the configuration leads to where it is shown. */
export function Linked({text}) {
  const parts = [];
  let from = 0;
  for (const found of unsplit(text).matchAll(LINKED)) {
    const [whole, program, setting] = found;
    parts.push(unsplit(text).slice(from, found.index));
    if (program) parts.push(html`<code>${program}</code>`);
    else if (setting) parts.push(html`<a href=${to('configuration', {setting})}>${dotted(setting)}</a>`);
    else parts.push(html`<a href="#/keys">${whole}</a>`);
    from = found.index + whole.length;
  }
  return html`${[...parts, unsplit(text).slice(from)]}`;
}

/** An amount of bytes: 1.5 GiB, 17 KiB. */
export function bytes(value) {
  if (value === undefined || value === null) return NONE;
  const unit = UNITS_OF_BYTES.findLast(([, size]) => value >= size) || UNITS_OF_BYTES[0];
  const number = value / unit[1];
  return `${number < 100 ? TENTH.format(number) : WHOLE.format(number)}${NBSP}${unit[0]}`;
}

/** How long ago something was. */
export function ago(value) {
  return value < 1 ? 'now' : `${age(value)} ago`;
}

/** The time of the day at so many milliseconds since 1970, in the browser's zone. */
export function clock(at) {
  return new Date(at).toLocaleTimeString('en-GB');
}

export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || 'local time';

/** The noun of a count: `1 call`, `1,200 calls`. */
export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Units by which whole operations are sold, such as `5 images, 60 audio seconds`; empty for none. */
export function units(all) {
  return Object.entries(all || {}).filter(([, number]) => typeof number === 'number').map(([name, number]) => plural(number, name.replace('_', ' '))).join(', ');
}

/** Whether the browser's clock shows something else than UTC at an instant. */
function differs(at) {
  return new Date(at).getTimezoneOffset() !== 0;
}

/** The time of an instant in UTC; with its day where that is another one than the browser's. */
export function utc(at) {
  const iso = new Date(at).toISOString();
  const local = new Date(at);
  const same = local.getDate() === local.getUTCDate();
  return `${same ? '' : `${iso.slice(5, 10)} `}${iso.slice(11, 19)}`;
}

/** An instant in the browser's zone, as `shown` says it, and beside it in UTC. */
export function When({at, shown}) {
  if (at === undefined || at === null) return NONE;
  return html`<time datetime=${new Date(at).toISOString()}>${shown(at)}</time>${differs(at) && html` <span class="utc">${utc(at)} UTC</span>`}`;
}

/** What the times of a page are in. */
export function zones(at) {
  return differs(at) ? `times are ${ZONE}, and beside it UTC` : 'times are UTC';
}

/** The day and time of an instant in UTC, to the second. */
export function stamp(at) {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** A field that suggests what there is. */
export function Suggested({label, value, set, all, ...rest}) {
  const id = `suggested-${label.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return html`<label>${label}<input value=${value} list=${id} onInput=${event => set(event.target.value)} placeholder="any" autocomplete="off" ...${rest} /><datalist id=${id}>${(all || []).map(each => html`<option key=${each} value=${each}></option>`)}</datalist></label>`;
}

/** A word in the colour of what it means: ok, near, bad, or none of these. */
export function Pill({kind, children}) {
  return html`<span class=${`pill ${kind || ''}`}>${children}</span>`;
}

export function Panel({title, note, end, children}) {
  return html`<section class="panel">
    <header><h2>${title}</h2>${note && html`<p class="quiet">${note}</p>`}${end && html`<div class="end">${end}</div>`}</header>
    ${children}
  </section>`;
}

/** What stands where there is nothing to show: why, and what to do. */
export function Empty({children}) {
  return html`<p class="empty">${children}</p>`;
}

/** A table that scrolls by itself where it is too wide, by keyboard too. */
export function Scroll({label, children}) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>${children}</div>`;
}

/** How bad an outcome is: ok, near where its caller is to blame or has left, or bad. */
export function kind(outcome) {
  if (outcome === 'answered') return 'ok';
  return ['cancelled', 'invalid', 'refused', 'limit_reached'].includes(outcome) ? 'near' : 'bad';
}

/** An error that a client got: its status, and its code where that is known. */
export const got = ({status, code}) => (code ? `${status} ${code}` : `${status}`);

/** A word of programs, for people. */
export const words = outcome => outcome.replace(/_/g, ' ');

export class Refused extends Error {}

/** Why a request was not answered, in words, and by its code where it has one. */
async function told(answer) {
  const text = await answer.text();
  const usual = answer.status === 403 ? 'refused' : '';
  try {
    const {message, code} = JSON.parse(text).error;
    return {message, code: code || usual};
  } catch (why) {
    return {message: text.trim() || `status ${answer.status}`, code: usual};
  }
}

/** Why a request was not answered. */
export async function problem(answer) {
  return (await told(answer)).message;
}

/** The JSON document at a path. */
export async function json(path, signal, refresh = false) {
  const headers = {accept: 'application/json'};
  if (refresh) headers['x-sluice-refresh'] = '1';
  const answer = await fetch(path, {signal, headers});
  if (answer.status === 401) throw new Refused('the session has ended');
  if (!answer.ok) {
    const {message, code} = await told(answer);
    throw Object.assign(new Error(message), {code});
  }
  return answer.json();
}

/**
 * The document at a path, fetched again every so many milliseconds while the page is seen.
 *
 * @returns {{data: any, error: string, code: string, again: function}} the newest document, why there
 *     is no newer one, in words and by its code where the gateway has said so, and what fetches it at
 *     once
 */
export function useJson(path, every) {
  const [state, setState] = useState({path, data: null, error: '', code: ''});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    // What a page fetches anew by itself is no use of a session.
    let refresh = false;
    const load = async () => {
      if (!document.hidden) {
        try {
          const data = await json(path, abort.signal, refresh);
          refresh = true;
          setState({path, data, error: '', code: ''});
        } catch (why) {
          if (abort.signal.aborted) return;
          if (why instanceof Refused) document.dispatchEvent(new Event('sluice-out'));
          setState(old => ({path, data: old.path === path ? old.data : null, error: why.message, code: why.code || ''}));
        }
      }
      if (every && !abort.signal.aborted) timer = setTimeout(load, every);
    };
    load();
    return () => { abort.abort(); clearTimeout(timer); };
  }, [path, every, turn]);
  const again = () => setTurn(n => n + 1);
  return state.path === path ? {...state, again} : {data: null, error: '', code: '', again};
}

/** What stands where a document is not there; where the gateway has said by a code why, it has answered. */
export function Pending({error, code}) {
  if (code === 'refused') return html`<p class="empty error">You may not see this: ${error}.</p>`;
  if (error && code) return html`<p class="empty"><span class="error">${error[0].toUpperCase()}${error.slice(1)}.</span> This page tries again by itself.</p>`;
  return error
    ? html`<p class="empty"><span class="error">The gateway does not answer: ${error}.</span> This page tries again by itself.</p>`
    : html`<p class="empty">Loading.</p>`;
}

export const STATES = {
  closed: ['ok', 'healthy'],
  half_open: ['near', 'on trial'],
  open: ['bad', 'failing'],
};

/** The state of a circuit, in words that nobody takes for their opposite. */
export function Circuit({state}) {
  const [kind, word] = STATES[state] || ['', state];
  return html`<${Pill} kind=${kind}>${word}<//>`;
}

/** The words for why a circuit was changed last. */
export const WHY = {
  failures: 'attempts failed one after the other',
  slow: 'first tokens came far later than usual',
  failure_rate: 'too large a share of attempts failed',
  one_caller: 'requests of one caller failed',
  probe_failed: 'a probe failed',
  probing: 'it is tried again',
  second_opinion: 'another caller was answered',
  listed: 'its provider lists its models',
  recovered: 'its probes were answered',
};
