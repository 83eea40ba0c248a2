// Lines over time, drawn by uPlot in the colours of the page.

import {useEffect, useRef, useState} from 'preact/hooks';
import {html} from './ui.js';

// Its minified file is no module: it runs before this one, and leaves a name.
const {uPlot} = globalThis;

/** The colour of a class as the canvas wants it. */
function colour(name) {
  const probe = document.createElement('i');
  probe.className = `c-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Counts the changes of the colour scheme: the canvas has to be drawn again. */
function useScheme() {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setChanges(n => n + 1);
    query.addEventListener('change', changed);
    document.addEventListener('sluice-scheme', changed);
    return () => {
      query.removeEventListener('change', changed);
      document.removeEventListener('sluice-scheme', changed);
    };
  }, []);
  return changes;
}

const DAY_S = 86400;

/** A time on the axis: with seconds where the marks are closer than a minute, a day where it begins. */
function moment(at, step) {
  const time = new Date(at * 1000);
  if (step >= DAY_S || (time.getHours() === 0 && time.getMinutes() === 0 && time.getSeconds() === 0)) return time.toLocaleDateString('en-GB', {day: '2-digit', month: 'short'});
  const seconds = step < 60 ? {second: '2-digit'} : {};
  return time.toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit', ...seconds});
}

function options({lines, format, least, span}, width, height) {
  const axis = {stroke: colour('quiet'), grid: {stroke: colour('line'), width: 1}, ticks: {show: false}, font: '11px system-ui'};
  return {
    width, height,
    padding: [10, 30, 0, 0],
    legend: {show: false},
    cursor: {drag: {x: false, y: false}, points: {size: 5}},
    scales: {x: {range: (_, low, high) => (span ? [high - span, high] : [low, high])}, y: {range: (_, low, high) => [0, Math.max((high || 0) * 1.1, least)]}},
    axes: [
      {...axis, size: 26, space: 76, values: (_, times, __, ___, step) => times.map(at => moment(at, step))},
      {...axis, size: 62, values: (_, values) => values.map(format)},
    ],
    series: [{}, ...lines.map(line => ({stroke: colour(line.colour), width: 1.5, points: {show: false}, spanGaps: false, dash: line.dash}))],
  };
}

function newest(values) {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] !== null && values[i] !== undefined) return values[i];
  return null;
}

/**
 * A chart with its legend, which says the newest values.
 *
 * @param times seconds since 1970
 * @param lines each with `label`, `colour`, `values`
 * @param format makes a text with its unit of a value
 * @param least the least height of the scale
 * @param span how many seconds it shows; all times without it
 */
export function Chart({title, times, lines, format, least, span}) {
  const box = useRef(null);
  const plot = useRef(null);
  const scheme = useScheme();
  const data = [times, ...lines.map(line => line.values)];
  useEffect(() => {
    const at = box.current;
    plot.current = new uPlot(options({lines, format, least, span}, at.clientWidth, at.clientHeight), data, at);
    const sized = new ResizeObserver(() => plot.current.setSize({width: at.clientWidth, height: at.clientHeight}));
    sized.observe(at);
    return () => { sized.disconnect(); plot.current.destroy(); };
  }, [scheme]);
  useEffect(() => { plot.current.setData(data); }, [times]);
  const said = lines.map(line => `${line.label} ${newest(line.values) === null ? 'no data' : format(newest(line.values))}`).join(', ');
  return html`<div>
    <div class="chart" ref=${box} role="img" aria-label=${`${title}, newest values: ${said}`}></div>
    <ul class="legend">${lines.map(line => html`<li key=${line.label}><i class=${`c-${line.colour}`}></i>${line.label}<b>${newest(line.values) === null ? 'no data' : format(newest(line.values))}</b></li>`)}</ul>
  </div>`;
}
