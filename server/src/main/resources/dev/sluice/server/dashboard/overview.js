// What a person would say, the report's table, what was told to the operator, and plots over the window that is chosen.

import {useEffect} from 'preact/hooks';
import {to, useAddress} from './address.js';
import {Chart} from './chart.js';
import {later} from './later.js';
import {show, useLive} from './live.js';
import {Empty, Linked, NONE, Panel, Pending, Pill, ZONE, age, ago, clock, count, html, quantile, short, small, span, unsplit, useJson, zones} from './ui.js';

const Nodes = later(() => import('./nodes.js'), 'Nodes');

const WINDOWS = ['1m', '5m', '15m', '1h', '24h'];
/** Those that need a store. */
const LONG = ['7d', '30d'];
const KINDS = {ok: 'ok', near: 'near', missed: 'bad'};

/** What plots show, without the steps before the start, which share its time. */
function since(series) {
  const first = series.t.lastIndexOf(series.t[0]);
  return Object.fromEntries(Object.entries(series).map(([name, values]) => [name, Array.isArray(values) ? values.slice(first) : values]));
}

/** How long each step is, in seconds; the last one so far. */
function lengths({t, to: end}) {
  return t.map((at, i) => Math.max(0, (i + 1 < t.length ? t[i + 1] : end) - at) / 1000);
}

/** The mean of rates over all steps; those of less than a second are rates of a second. */
function mean(values, steps) {
  const all = steps.reduce((sum, one) => sum + one, 0);
  return values.reduce((sum, rate, i) => sum + rate * Math.max(1, steps[i]), 0) / Math.max(1, all);
}

const MINUTE_S = 60;

/** What the rates of tiles are over: a gateway that has just started has less than a minute. */
function over(steps) {
  const all = steps.reduce((sum, one) => sum + one, 0);
  return all >= MINUTE_S - 2 ? 'in the last minute' : `in the last ${age(Math.max(1, all))}`;
}

function Tiles({series, frame, paid}) {
  const steps = series ? lengths(series) : [];
  const window = series ? over(steps) : '';
  const rate = (...names) => (series ? names.reduce((sum, name) => sum + mean(series[name], steps), 0) : undefined);
  const money = paid ? paid.keys + paid.gateway : undefined;
  const tiles = [
    ['Calls a second', small(rate('calls')), window],
    ['Attempts a second', small(rate('attempts')), window],
    ['Tokens a second', short(rate('input_tokens', 'output_tokens')), window],
    ['Waiting', frame ? count(frame.waiting) : NONE, frame && frame.waiting === 1 ? 'call' : 'calls'],
    ['Targets failing', frame ? count(frame.failing) : NONE, frame ? `of ${frame.targets}${frame.on_trial ? `, ${frame.on_trial} on trial` : ''}` : ''],
    ['Cost in the last hour', money === undefined ? NONE : money.toFixed(2), 'USD'],
  ];
  return html`<dl class="tiles">${tiles.map(([name, value, unit]) => html`<div key=${name}><dt>${name}</dt><dd>${value}<small>${unit}</small></dd></div>`)}</dl>`;
}

/** Whether what to do about a trouble stands above it already, with whatever in front of it. */
function said(troubles, i) {
  const {advice} = troubles[i];
  const remedy = advice.slice(advice.indexOf(': ') + 1);
  return troubles.slice(0, i).some(earlier => earlier.advice.endsWith(remedy));
}

/** Where a trouble is looked into: calls that fail among those that failed, a limit at its key. */
function places({metric, page, target}, report) {
  if (metric === 'callers') return [[page, to(page, page === 'keys' ? {key: report.key_at_limit} : {outcome: isLimited(report) ? 'limit_reached' : '', failed: !isLimited(report)})]];
  const found = [[page, page === 'queue' || page === 'configuration' ? to(page) : to(page, {target, failed: metric === 'failed'})]];
  return metric === 'failed' && page !== 'calls' ? [...found, ['calls', to('calls', {target, failed: true})]] : found;
}

function isLimited({rows}) {
  const failed = rows.find(row => row.metric === 'failed');
  return failed !== undefined && 2 * failed.faults.limited >= failed.faults.caller;
}

/** What the whole report says in a sentence, what is not well, the worst first, and whose fault it is that calls fail. */
function Summary({report}) {
  const {summary, rows} = report;
  const failed = rows.find(row => row.metric === 'failed');
  return html`<section class=${`panel summary ${summary.over ? 'near' : KINDS[summary.status] || ''}`} aria-label="Is it going well?">
    <p class="say" role="status">${unsplit(summary.text)}</p>
    ${summary.troubles.length > 0 && html`<ul class="troubles">${summary.troubles.map((trouble, i) => html`<li key=${trouble.metric}>
      <span><${Pill} kind=${KINDS[trouble.status]}>${trouble.status}<//></span>
      <div>${(i > 0 || !summary.text.endsWith(trouble.text)) && html`<p>${unsplit(trouble.text)}</p>`}
        ${trouble.advice && !said(summary.troubles, i) && html`<p class="quiet"><${Linked} text=${trouble.advice} /></p>`}
        <p class="links">${places(trouble, report).map(([page, href]) => html`<a key=${page} href=${href}>see ${page}</a>`)}</p></div></li>`)}</ul>`}
    ${failed && html`<${Faults} row=${failed} />`}
  </section>`;
}

function Faults({row}) {
  const {faults, current, current_text: share, target_text: target, trend, status} = row;
  const parts = [['by the provider', faults.provider], ['by the gateway', faults.gateway], ['callers’ own, not counted', faults.caller], ...(faults.unknown ? [['whose is not known', faults.unknown]] : [])];
  return html`<dl class="faults">
    <div><dt>Failed calls</dt><dd class=${KINDS[status]}>${current === null ? NONE : unsplit(share)}</dd><dt>target ${unsplit(target)}${trend ? `, ${trend}` : ''}</dt></div>
    ${parts.map(([whose, n]) => html`<div key=${whose}><dt>${whose}</dt><dd>${count(n)}</dd></div>`)}
    <div><dt>all calls</dt><dd>${count(faults.judged + faults.caller + faults.unknown)}</dd></div>
  </dl>`;
}

function Report({data, error}) {
  const findings = data ? data.findings.filter(finding => !isTold(finding, data.summary.troubles)) : [];
  return html`<${Panel} title="Report" note="what calls got, against what was asked for">
    ${data ? html`<${Rows} rows=${data.rows} troubles=${data.summary.troubles} />` : html`<${Pending} error=${error} />`}
  <//>
  ${findings.length > 0 && html`<${Findings} all=${findings} />`}`;
}

/** Whether the summary says what is wrong, and what to do, already. */
function isTold({target, problem, remedy}, troubles) {
  return troubles.some(({advice}) => advice.startsWith(`${target}: ${problem}`) && advice.endsWith(remedy));
}

/** What a figure is made of, and what to do, where the summary does not say it already; without data there is nothing to do. */
function remark({metric, note, advice, status}, troubles) {
  const told = troubles.find(trouble => trouble.metric === metric);
  const what = troubles.some(({text}) => text.includes(note)) ? '' : note;
  const todo = status === 'no data' ? '' : told && told.advice ? 'What to do stands above.' : advice;
  return [what, todo].filter(text => text).join('. ');
}

/** The status against a target; that of a row without a target would say nothing. */
function Status({row}) {
  return row.target_text ? html`<${Pill} kind=${KINDS[row.status]}>${row.status}<//>` : html`<span class="quiet">${NONE}</span>`;
}

function Rows({rows, troubles}) {
  return html`<table class="cards report">
    <thead><tr><th scope="col">Metric</th><th scope="col" class="n">Current</th><th scope="col" class="n">Target</th><th scope="col">Status</th><th scope="col">Advice</th></tr></thead>
    <tbody>${rows.map(row => html`<tr key=${row.metric}>
      <th scope="row">${row.title}</th>
      <td class="n" data-label="current">${unsplit(row.current_text || NONE)}</td>
      <td class="n quiet" data-label="target">${unsplit(row.target_text || NONE)}</td>
      <td class="tight"><${Status} row=${row} /></td>
      <td class="wide quiet"><${Linked} text=${remark(row, troubles)} /></td>
    </tr>`)}</tbody>
  </table>`;
}

function Findings({all}) {
  return html`<${Panel} title="Findings" note="what is wrong with which target, and what to do">
    <ul class="findings">${all.map((finding, i) => html`<li key=${i}><b class="name">${finding.target.includes('/') ? html`<a href=${to('targets', {target: finding.target})}>${finding.target}</a>` : finding.target}</b><p>${unsplit(finding.problem)}</p><p class="quiet"><${Linked} text=${finding.remedy} /></p></li>`)}</ul>
  <//>`;
}

const LEVELS = {warn: ['near', 'warn'], error: ['bad', 'error'], info: ['', 'info']};

function Notices({notices}) {
  return html`<${Panel} title="What happened" note="what the operator was told, newest first">
    ${notices.length === 0
      ? html`<${Empty}>Nothing yet. Targets that fail and are healthy again, keys that are set aside, providers that cannot be reached and limits that are learned are told here and on stderr, within ten seconds.<//>`
      : html`<ul class="notices">${notices.map((notice, i) => html`<li key=${`${notice.text}${i}`}>
          <span class="quiet tight" title=${`${clock(Date.now() - notice.ago_s * 1000)} ${ZONE}`}>${ago(notice.ago_s)}</span>
          <span><${Pill} kind=${LEVELS[notice.level][0]}>${LEVELS[notice.level][1]}<//></span>
          <p><${Linked} text=${notice.text} /></p></li>`)}</ul>`}
  <//>`;
}

const perSecond = value => `${small(value)}/s`;

function Plots({series, error, window}) {
  if (!series) return html`<${Panel} title="Plots"><${Pending} error=${error} /><//>`;
  // The last step is not over, and would look like a fall.
  const done = values => values.slice(0, -1);
  const times = done(series.t).map(at => at / 1000);
  if (times.length < 2) return html`<${Panel} title="Plots"><${Empty}>The gateway has just started: the plots begin in a few seconds.<//><//>`;
  const failed = series.failed_provider.map((n, i) => n + series.failed_gateway[i]);
  const rates = [
    {label: 'asked', colour: 'accent', values: done(series.calls)},
    {label: 'sent upstream', colour: 'second', values: done(series.attempts)},
    {label: 'failed, but by callers', colour: 'bad', values: done(failed)},
  ];
  const spread = (half, most) => [
    {label: 'median', colour: 'accent', values: done(half)},
    {label: '99 in 100 within', colour: 'second', values: done(most)},
  ];
  return html`<div class="grid">
    <${Panel} title="Calls" note="a second"><${Chart} title="Calls a second" times=${times} lines=${rates} format=${perSecond} least=${1} span=${span(window)} /><//>
    <${Panel} title="First token" note="of streams"><${Chart} title="Time to the first token" times=${times} lines=${spread(series.first_token_p50, series.first_token_p99)} format=${quantile} least=${0.1} span=${span(window)} /><//>
    <${Panel} title="Whole call" note="from arrival to the end"><${Chart} title="Time of whole calls" times=${times} lines=${spread(series.total_p50, series.total_p99)} format=${quantile} least=${0.1} span=${span(window)} /><//>
  </div>`;
}

function Windows({window, pick, stored}) {
  const windows = stored ? [...WINDOWS, ...LONG] : WINDOWS;
  return html`<span class="segments" role="group" aria-label="Window of plots and report">${windows.map(each => html`<button key=${each} aria-pressed=${each === window ? 'true' : 'false'} onClick=${() => pick(each)}>${each}</button>`)}</span>`;
}

/** How much of a window is counted: a gateway that has just started has less. */
function covered(window, report) {
  const all = span(window);
  return report && report.window_seconds < all - 1 ? `${age(report.window_seconds)} of the last ${window}` : `the last ${window}`;
}

/** The bar says of the report that is shown what the page says. */
function useVerdict(report) {
  useEffect(() => {
    const [worst] = report ? report.summary.troubles : [];
    show(report ? {...report.summary, worst: worst && worst.metric} : null);
  }, [report]);
  useEffect(() => () => show(null), []);
}

export function Overview() {
  const {frame} = useLive();
  const [{window}, change] = useAddress('overview', {window: '5m'});
  const {data: recent} = useJson('/admin/v1/series?window=1m', 5000);
  const each = LONG.includes(window) ? 60000 : 5000;
  const {data: all, error} = useJson(`/admin/v1/series?window=${encodeURIComponent(window)}`, each);
  const {data: report, error: none} = useJson(`/admin/v1/report?window=${encodeURIComponent(window)}`, each);
  useVerdict(report);
  return html`
    <div class="head"><h1>Overview</h1><p class="quiet">report and plots show ${covered(window, report)}; ${zones(Date.now())}</p>
      <div class="end"><${Windows} window=${window} pick=${picked => change({window: picked})} stored=${frame && frame.store} /></div>
    </div>
    ${report && html`<${Summary} report=${report} />`}
    <${Tiles} series=${recent && since(recent)} frame=${frame} paid=${report && report.paid_last_hour} />
    <${Report} data=${report} error=${none} />
    ${frame && frame.nodes && html`<${Nodes} />`}
    <${Plots} key=${window} series=${all && since(all)} error=${error} window=${window} />
    <${Notices} notices=${(frame && frame.notices) || []} />`;
}
