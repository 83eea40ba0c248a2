// Bars over days, each of the parts that make it up, in the order of the legend.

import {html} from './ui.js';

/** The next round number. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 4, 5, 8, 10].map(step => step * power).find(step => step >= value);
}

/** Which days have a mark: few enough for a telephone, the first and the last among them. */
function marks(days) {
  const last = days.length - 1;
  return new Set(days.length < 4 ? days.map((_, i) => i) : [0, Math.round(last / 3), Math.round((2 * last) / 3), last]);
}

function Day({day, parts, most, format, marked}) {
  const sum = parts.reduce((all, part) => all + part.value, 0);
  const said = parts.filter(part => part.value > 0).map(part => `${part.name} ${format(part.value)}`).join(', ');
  return html`<div class="day" title=${`${day}: ${format(sum)}${said ? ` (${said})` : ''}`}>
    <span class="stack">${parts.map((part, i) => part.value > 0 && html`<i key=${i} class=${`b-${part.colour}`} style=${{height: `${(100 * part.value) / most}%`}}></i>`)}</span>
    ${marked && html`<small>${day.slice(5)}</small>`}
  </div>`;
}

/**
 * @param days as YYYY-MM-DD, in order
 * @param parts each with `name`, `colour` (0 to 6), `values` (one a day), and where it leads (`href`)
 */
export function Bars({title, days, parts, format}) {
  const sums = days.map((_, i) => parts.reduce((all, part) => all + part.values[i], 0));
  const most = nice(Math.max(0.01, ...sums));
  const marked = marks(days);
  const all = sums.reduce((a, b) => a + b, 0);
  return html`<div class="bars">
    <div class="field"><span class="scale"><b>${format(most)}</b><b>${format(most / 2)}</b><b>${format(0)}</b></span>
      <div class="days" role="img" aria-label=${`${title}: ${format(all)} in ${days.length} days, at most ${format(Math.max(0, ...sums))} in one`}>${days.map((day, i) => html`<${Day} key=${day} day=${day} most=${most} format=${format} marked=${marked.has(i)} parts=${parts.map(part => ({name: part.name, colour: part.colour, value: part.values[i]}))} />`)}</div>
    </div>
    <ul class="legend">${parts.map(part => html`<li key=${part.name}><i class=${`square b-${part.colour}`}></i>${part.href ? html`<a href=${part.href}>${part.name}</a>` : part.name}<b>${format(part.values.reduce((a, b) => a + b, 0))}</b></li>`)}</ul>
  </div>`;
}
