// The report's table, what was told to the operator, and the last quarter of an hour in plots.

import {useState} from 'preact/hooks';
import {Chart} from './chart.js';
import {useLive} from './live.js';
import {Empty, NONE, Panel, Pending, Pill, ZONE, ago, clock, count, html, seconds, short, small, useJson} from './ui.js';

const WINDOWS = ['1m', '5m', '15m', '1h', '24h'];
/** Those that need a store. */
const LONG = ['7d', '30d'];
const KINDS = {ok: 'ok', near: 'near', missed: 'bad'};

/** The mean of the last steps that are over. */
function lately(values) {
  const last = values.slice(-3, -1);
  return last.length ? last.reduce((sum, one) => sum + one, 0) / last.length : undefined;
}

function Tiles({series, frame}) {
  const rate = name => (series ? lately(series[name]) : undefined);
  const calls = rate('calls');
  const tokens = series ? rate('input_tokens') + rate('output_tokens') : undefined;
  const tiles = [
    ['Calls', small(calls), 'a second'],
    ['Upstream attempts', small(rate('attempts')), 'a second'],
    ['Failed calls', calls ? small((100 * rate('failed')) / calls) : NONE, '%'],
    ['Tokens', short(tokens), 'a second'],
    ['Waiting', frame ? count(frame.waiting) : NONE, frame && frame.waiting === 1 ? 'call' : 'calls'],
    ['Targets closed off', frame ? count(frame.ill) : NONE, frame ? `of ${frame.targets}` : ''],
  ];
  return html`<dl class="tiles">${tiles.map(([name, value, unit]) => html`<div key=${name}><dt>${name}</dt><dd>${value}<small>${unit}</small></dd></div>`)}</dl>`;
}

function Report({window, pick, stored}) {
  const {data, error} = useJson(`/admin/v1/report?window=${window}`, LONG.includes(window) ? 60000 : 5000);
  const windows = stored ? [...WINDOWS, ...LONG] : WINDOWS;
  const end = html`<span class="segments" role="group" aria-label="Window of the report">${windows.map(each => html`<button key=${each} aria-pressed=${each === window ? 'true' : 'false'} onClick=${() => pick(each)}>${each}</button>`)}</span>`;
  return html`<${Panel} title="Report" note="what calls got, against what was asked for" end=${end}>
    ${data ? html`<${Rows} rows=${data.rows} />` : html`<${Pending} error=${error} />`}
  <//>
  ${data && data.findings.length > 0 && html`<${Findings} all=${data.findings} />`}`;
}

function Rows({rows}) {
  return html`<table class="cards report">
    <thead><tr><th scope="col">Metric</th><th scope="col" class="n">Current</th><th scope="col" class="n">Target</th><th scope="col">Status</th><th scope="col">Advice</th></tr></thead>
    <tbody>${rows.map(row => html`<tr key=${row.metric}>
      <th scope="row">${row.title}</th>
      <td class="n" data-label="current">${row.current_text || NONE}</td>
      <td class="n quiet" data-label="target">${row.target_text || NONE}</td>
      <td class="tight"><${Pill} kind=${KINDS[row.status]}>${row.status}<//></td>
      <td class="wide quiet">${row.advice}</td>
    </tr>`)}</tbody>
  </table>`;
}

function Findings({all}) {
  return html`<${Panel} title="Findings" note="what is wrong with which target, and what to do">
    <ul class="findings">${all.map((finding, i) => html`<li key=${i}><b class="name">${finding.target}</b><p>${finding.problem}</p><p class="quiet">${finding.remedy}</p></li>`)}</ul>
  <//>`;
}

const LEVELS = {warn: ['near', 'warn'], error: ['bad', 'error'], info: ['', 'info']};

function Notices({notices}) {
  return html`<${Panel} title="What happened" note="what the operator was told, newest first">
    ${notices.length === 0
      ? html`<${Empty}>Nothing yet. Circuits that open or close, keys that are set aside, providers that cannot be reached and limits that are learned are told here and on stderr.<//>`
      : html`<ul class="notices">${notices.map((notice, i) => html`<li key=${`${notice.text}${i}`}>
          <span class="quiet tight" title=${`${clock(Date.now() - notice.ago_s * 1000)} ${ZONE}`}>${ago(notice.ago_s)}</span>
          <span><${Pill} kind=${LEVELS[notice.level][0]}>${LEVELS[notice.level][1]}<//></span>
          <p>${notice.text}</p></li>`)}</ul>`}
  <//>`;
}

const perSecond = value => `${small(value)}/s`;

function Plots({series, error}) {
  if (!series) return html`<${Panel} title="Plots"><${Pending} error=${error} /><//>`;
  // Steps before the start share its time; the last step is not over, and would look like a fall.
  const first = series.t.lastIndexOf(series.t[0]);
  const done = values => values.slice(first, -1);
  const times = done(series.t).map(at => at / 1000);
  const rates = [
    {label: 'asked', colour: 'accent', values: done(series.calls)},
    {label: 'sent upstream', colour: 'second', values: done(series.attempts)},
    {label: 'failed', colour: 'bad', values: done(series.failed)},
  ];
  const spread = (half, most) => [
    {label: 'median', colour: 'accent', values: done(half)},
    {label: '99 in 100 within', colour: 'second', values: done(most)},
  ];
  return html`<div class="grid">
    <${Panel} title="Calls" note="a second"><${Chart} title="Calls a second" times=${times} lines=${rates} format=${perSecond} least=${1} /><//>
    <${Panel} title="First token" note="of streams"><${Chart} title="Time to the first token" times=${times} lines=${spread(series.first_token_p50, series.first_token_p99)} format=${seconds} least=${0.1} /><//>
    <${Panel} title="Whole call" note="from arrival to the end"><${Chart} title="Time of whole calls" times=${times} lines=${spread(series.total_p50, series.total_p99)} format=${seconds} least=${0.1} /><//>
  </div>`;
}

export function Overview() {
  const {frame} = useLive();
  const {data: series, error} = useJson('/admin/v1/series?window=15m', 5000);
  const [window, pick] = useState('5m');
  return html`
    <div class="head"><h1>Overview</h1><p class="quiet">plots show the last 15 minutes; times are ${ZONE}</p></div>
    <${Tiles} series=${series} frame=${frame} />
    <${Plots} series=${series} error=${error} />
    <${Report} window=${window} pick=${pick} stored=${frame && frame.store} />
    <${Notices} notices=${(frame && frame.notices) || []} />`;
}
