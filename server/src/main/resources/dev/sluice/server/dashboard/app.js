// The frame of the dashboard: the bar, the page that the address names, and the log-in.

import {render} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {to} from './address.js';
import {Pending, age, html, stamp} from './ui.js';
import {useLive} from './live.js';
import {Overview} from './overview.js';
import {Targets} from './targets.js';
import {Queue} from './queue.js';
import {Calls} from './calls.js';
import {later} from './later.js';
import {Login, forgetSession, hasSession, logOut} from './login.js';
import {useWho} from './who.js';

const BatchesPage = later(() => import('./batches.js'), 'BatchesPage');

/** Each with what a gateway must have for it, by the member of a frame, and whom it is for. */
const PAGES = [
  ['overview', 'Overview', Overview],
  ['targets', 'Targets', Targets],
  ['queue', 'Queue', Queue],
  ['calls', 'Calls', Calls],
  ['keys', 'Keys', later(() => import('./keys.js'), 'KeysPage'), 'store'],
  ['cost', 'Cost', later(() => import('./cost.js'), 'CostPage'), 'store'],
  ['batches', 'Batches', BatchesPage, 'files'],
  ['people', 'People', later(() => import('./people.js'), 'PeoplePage'), 'store', ['auditor', 'admin']],
  ['audit', 'Audit', later(() => import('./audit.js'), 'AuditPage'), 'store'],
  ['configuration', 'Configuration', later(() => import('./configuration.js'), 'Configuration')],
];

/** What people have who have logged in. */
const OWN = ['mine', 'My keys', later(() => import('./mine.js'), 'OwnPage')];

const SCHEMES = ['auto', 'light', 'dark'];

function page() {
  const name = location.hash.replace(/^#\//, '').split('?')[0];
  return [...PAGES, OWN].find(([id]) => id === name) || PAGES[0];
}

function usePage() {
  const [now, setNow] = useState(page);
  useEffect(() => {
    const moved = () => setNow(page());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return now;
}

function chosen() {
  const known = localStorage.getItem('sluice-scheme');
  return SCHEMES.includes(known) ? known : 'auto';
}

function Scheme() {
  const [scheme, setScheme] = useState(chosen);
  useEffect(() => {
    document.documentElement.dataset.scheme = scheme;
    localStorage.setItem('sluice-scheme', scheme);
    document.dispatchEvent(new Event('sluice-scheme'));
  }, [scheme]);
  const next = SCHEMES[(SCHEMES.indexOf(scheme) + 1) % SCHEMES.length];
  return html`<button class="plain" onClick=${() => setScheme(next)} title=${`The colour scheme: ${scheme === 'auto' ? 'that of the system' : scheme}`} aria-label=${`Colours: ${scheme}. Change to ${next}`}><span class="spacious">colours: </span>${scheme}</button>`;
}

const KINDS = {ok: 'ok', near: 'near', missed: 'bad'};

/** What is not well, by the row of the report. */
const ABOUT = {
  failed: 'calls fail', latency: 'answers are late', rate_limit_hits: 'rate limits', timeouts: 'timeouts', retries: 'repeats',
  retry_rate: 'repeats', non_blocking: 'a loop stood still', queue_wait: 'calls wait', refused: 'no capacity', utilisation: 'a limit',
  budget: 'no repeats left', breakers: 'targets', store: 'the store', spent: 'a budget', callers: 'callers’ calls fail',
};

/** How it goes in a few words, and in what colour. */
function verdict({status, verdict: words, over, worst}) {
  const about = worst && !over && status !== 'no data' ? `: ${ABOUT[worst] || worst}` : '';
  return [over ? 'near' : KINDS[status] || '', `${words.toLowerCase()}${about}`];
}

/** How many targets get no calls, or else how many are tried out. */
function troubled({failing, on_trial: tried, targets}) {
  const of = n => `${n} of ${targets} ${targets === 1 ? 'target' : 'targets'}`;
  return failing ? `${of(failing)} failing` : `${of(tried)} on trial`;
}

function Out({who}) {
  return html`${(hasSession() || who.person) && html`<button class="plain" onClick=${logOut}>log out</button>`}`;
}

function State({who}) {
  const {frame, live, shown} = useLive();
  const summary = live && (shown || frame.summary);
  const [kind, word] = summary ? verdict(summary) : ['', 'not connected'];
  return html`<div class="state">
    <span role="status"><i class=${`dot ${kind}`}></i>${live ? html`<a href="#/overview" title=${summary.text}>${word}</a>` : word}${live && frame.ill > 0 && html`, <a href=${to('targets', {state: 'ill'})}>${troubled(frame)}</a>`}</span>
    ${frame && html`<span class="uptime">${live ? '' : 'as of '}${stamp(frame.at)} UTC, ${frame.version}, up ${age(frame.up_s)}</span>`}
    <${Scheme} />
    <${Out} who=${who} />
  </div>`;
}

/** Counts seconds while it is shown: what it says of an age grows. */
function Stale({at}) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return html`<p class="lost" role="alert">The gateway does not answer. What stands here is ${age(Math.max(0, now - at) / 1000)} old.</p>`;
}

const SKIP = html`<a class="skip" href="#content" onClick=${event => { event.preventDefault(); document.getElementById('content').focus(); }}>Skip to the content</a>`;

/** What somebody sees who has no role but in teams. */
function Own({who}) {
  const [asked] = usePage();
  const pages = [OWN, ...PAGES.filter(([id]) => who.files && id === 'batches')];
  const [name, title, Body] = pages.find(([id]) => id === asked) || OWN;
  useEffect(() => {
    document.title = `${title} · Sluice`;
  }, [title]);
  return html`
    ${SKIP}
    <header class="bar">
      <p class="brand"><img src="/icon.svg" alt="" />Sluice</p>
      <nav aria-label="Pages">${pages.map(([id, text]) => html`<a key=${id} href=${`#/${id}`} aria-current=${id === name ? 'page' : undefined}>${text}</a>`)}</nav>
      <div class="state"><span>${who.shown}</span><${Scheme} /><${Out} who=${who} /></div>
    </header>
    <main id="content" tabindex="-1"><${Body} key=${name} who=${who} /></main>`;
}

function App() {
  const [out, setOut] = useState(false);
  const [turn, setTurn] = useState(0);
  const {who, error} = useWho(turn);
  useEffect(() => {
    const left = () => {
      forgetSession();
      setOut(true);
    };
    document.addEventListener('sluice-out', left);
    return () => document.removeEventListener('sluice-out', left);
  }, []);
  const done = () => {
    setTurn(n => n + 1);
    setOut(false);
  };
  if (out) return html`<${Login} done=${done} />`;
  if (who === null) return error && html`<main id="content" tabindex="-1"><${Pending} error=${error} /></main>`;
  return who.role ? html`<${Whole} who=${who} />` : html`<${Own} who=${who} />`;
}

/** What somebody sees who may read how the gateway goes. */
function Whole({who}) {
  const [name, title, Body] = usePage();
  const {frame, live, at} = useLive();
  const stale = frame !== null && !live;
  const fits = ([, , , part, roles]) => (!part || (frame !== null && frame[part])) && (!roles || roles.includes(who.role));
  const pages = who.person ? [...PAGES, OWN] : PAGES;
  useEffect(() => {
    document.title = `${title} · Sluice`;
  }, [title]);
  return html`
    ${SKIP}
    <header class="bar">
      <p class="brand"><img src="/icon.svg" alt="" />Sluice</p>
      <nav aria-label="Pages">${pages.filter(fits).map(([id, text]) => html`<a key=${id} href=${`#/${id}`} aria-current=${id === name ? 'page' : undefined}>${text}</a>`)}</nav>
      <${State} who=${who} />
    </header>
    ${stale && html`<${Stale} at=${at} />`}
    <main id="content" tabindex="-1" class=${stale ? 'stale' : ''}><${Body} key=${name} who=${who} /></main>`;
}

const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App} />`, root);
