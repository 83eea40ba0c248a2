// The configuration as it is in force: each value, and the line of the file that sets it.

import {Empty, Panel, Pending, Scroll, html, useJson} from './ui.js';

/** Where a value is set: a line of a file, a variable, or nowhere. */
const ORIGIN = /^default$|:\d+$|^[A-Z][A-Z0-9_]+$|^one for each/;

/** A row of `explain`: a name, values, and where they are set; a name alone is a heading. */
function Row({cells}) {
  const [name, ...rest] = cells;
  const set = rest.length > 0 && ORIGIN.test(rest[rest.length - 1]);
  const values = set ? rest.slice(0, -1) : rest;
  const indent = name.length - name.trimStart().length;
  return html`<tr class=${rest.length === 0 ? 'group' : ''}>
    <th scope="row" style=${{'--indent': `${indent * 6}px`}}>${name.trim()}</th>
    <td>${values.join(', ')}</td>
    <td class="quiet mono">${set ? rest[rest.length - 1] : ''}</td>
  </tr>`;
}

function Section({section}) {
  return html`<${Panel} title=${section.title}>
    <${Scroll} label=${section.title}><table class="settings cards">
      <thead><tr><th scope="col">Setting</th><th scope="col">Value</th><th scope="col">Set in</th></tr></thead>
      <tbody>${section.rows.map((cells, i) => html`<${Row} key=${i} cells=${cells} />`)}</tbody>
    </table><//>
  <//>`;
}

export function Configuration() {
  const {data, error} = useJson('/admin/v1/configuration', 0);
  return html`
    <div class="head"><h1>Configuration</h1><p class="quiet">what is in force, defaults included; secrets are never shown</p></div>
    ${!data ? html`<${Panel} title="Settings"><${Pending} error=${error} /><//>` : data.sections.length === 0
      ? html`<${Panel} title="Settings"><${Empty}>This gateway was not started from a file. Run <code>./sluice serve -c sluice.yaml</code> to see each value and the line that sets it.<//><//>`
      : data.sections.map(section => html`<${Section} key=${section.title} section=${section} />`)}`;
}
