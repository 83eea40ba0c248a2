// The configuration as it is in force: each value, and the line of the file that sets it.

import {to, useAddress} from './address.js';
import {Empty, Panel, Pending, Scroll, dotted, html, useJson} from './ui.js';

/** Where a value is set: a line of a file, a variable, or nowhere. */
const ORIGIN = /^default$|:\d+$|^[A-Z][A-Z0-9_]+$|^one for each/;

/** A row of `explain`: a name, values, and where they are set; a name alone is a heading. */
function Row({cells, setting}) {
  const [name, ...rest] = cells;
  const set = rest.length > 0 && ORIGIN.test(rest[rest.length - 1]);
  const values = set ? rest.slice(0, -1) : rest;
  const indent = name.length - name.trimStart().length;
  return html`<tr class=${`${rest.length === 0 ? 'group' : ''} ${names(name.trim(), setting) ? 'asked' : ''}`}>
    <th scope="row" style=${{'--indent': `${indent * 6}px`}}>${dotted(name.trim())}</th>
    <td>${values.join(', ')}</td>
    <td class="quiet mono">${set ? rest[rest.length - 1] : ''}</td>
  </tr>`;
}

/** Whether a row is that of a setting, or of the list that it is a part of. */
function names(name, setting) {
  const last = setting.slice(setting.lastIndexOf('.') + 1);
  return setting !== '' && (name === setting || name === last || name === `${last}s`);
}

/** The title of the section that shows a setting. */
function sectionOf(setting) {
  const [top, name] = setting.split('.');
  const sections = {providers: `Provider ${name}`, routes: `Route ${name}`};
  return sections[top] || (setting.startsWith('auth.oidc') ? 'People' : 'Process');
}

/** The sections, that of the setting which is asked for first. */
function ordered(sections, setting) {
  const first = setting ? sections.filter(section => section.title === sectionOf(setting)) : [];
  return [...first, ...sections.filter(section => !first.includes(section))];
}

function Section({section, setting}) {
  return html`<${Panel} title=${section.title}>
    <${Scroll} label=${section.title}><table class="settings cards">
      <thead><tr><th scope="col">Setting</th><th scope="col">Value</th><th scope="col">Set in</th></tr></thead>
      <tbody>${section.rows.map((cells, i) => html`<${Row} key=${i} cells=${cells} setting=${sectionOf(setting) === section.title ? setting : ''} />`)}</tbody>
    </table><//>
  <//>`;
}

export function Configuration() {
  const [{setting}] = useAddress('configuration', {setting: ''});
  const {data, error} = useJson('/admin/v1/configuration', 0);
  return html`
    <div class="head"><h1>Configuration</h1><p class="quiet">what is in force, defaults included; secrets are never shown</p></div>
    ${!data ? html`<${Panel} title="Settings"><${Pending} error=${error} /><//>` : data.sections.length === 0
      ? html`<${Panel} title="Settings"><${Empty}>This gateway was not started from a file. Run <code>./sluice serve -c sluice.yaml</code> to see each value and the line that sets it.<//><//>`
      : html`${setting && html`<p class="quiet asked-for">Asked for: <code>${dotted(setting)}</code>, which is set in the file that the gateway was started from; its section comes first. <a href=${to('configuration')}>Show all in their order</a></p>`}
        ${ordered(data.sections, setting).map(section => html`<${Section} key=${section.title} section=${section} setting=${setting} />`)}`}`;
}
