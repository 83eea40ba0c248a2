// The nodes of a cluster, as they have told of themselves in the store.

import {Panel, Pending, Pill, Scroll, NONE, age, count, html, percent, plural, short, time, useJson} from './ui.js';

function Mode({node}) {
  if (!node.there) return html`<${Pill} kind="bad">silent for ${age(node.silent_ms / 1000)}<//>`;
  if (node.view.mode === 'alone') return html`<${Pill} kind="near">alone<//>`;
  if (node.view.apart > 0) return html`<${Pill} kind="near">${plural(node.view.apart, 'limit')} out of reach<//>`;
  return node.view.mode === 'leased' ? html`<${Pill} kind="ok">shares limits<//>` : NONE;
}

function Row({node, asked}) {
  const {view} = node;
  return html`<tr>
    <th scope="row"><span class="name">${node.name}</span>${asked && html`<small class="quiet"> this one</small>`}</th>
    <td class="quiet" data-label="version">${node.version}</td>
    <td class="tight"><${Mode} node=${node} /></td>
    <td class="n" data-label="nodes">${view.nodes === undefined ? NONE : `${count(view.nodes)}${view.missing ? `, ${count(view.missing)} missing` : ''}`}</td>
    <td class="n" data-label="part alone">${view.nodes ? percent(1 / view.nodes) : NONE}</td>
    <td class="n" data-label="waiting">${view.waiting === undefined ? NONE : count(view.waiting)}</td>
    <td class="n" data-label="clock">${view.skew_ms === undefined ? NONE : time(Math.abs(view.skew_ms))}</td>
    <td class="wide quiet">${view.why}</td>
  </tr>`;
}

/** What a node of another version shows may be anything. */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/** What a node has at hand of each limit, and what it would use of it alone. */
function Leases({nodes}) {
  const rows = nodes.flatMap(node => list(node.view.purses).map(purse => ({...purse, node: node.name, id: node.id})));
  return rows.length > 0 && html`<${Panel} title="Leases" note="what nodes have at hand of limits a minute; below zero it is owed">
    <${Scroll} label="Leases"><table>
      <thead><tr><th scope="col">Node</th><th scope="col">Limit of</th><th scope="col">Counts</th><th scope="col" class="n">At hand</th><th scope="col" class="n">Of at most</th><th scope="col" class="n">Limit of all</th><th scope="col" class="n">Alone</th></tr></thead>
      <tbody>${rows.map(row => html`<tr key=${`${row.id} ${row.provider} ${row.model} ${row.dimension}`}><th scope="row" class="name">${row.node}</th><td class="name">${`${row.provider}/${row.model}`}</td><td>${`${row.dimension}`.replace(/_/g, ' ')}</td><td class="n">${short(row.level)}</td><td class="n">${short(row.size)}</td><td class="n">${short(row.limit)}</td><td class="n">${short(row.alone)}</td></tr>`)}</tbody>
    </table><//>
  <//>`;
}

/** What each node is, and what it has of the limits that all of them share. */
export function Nodes() {
  const {data, error} = useJson('/admin/v1/nodes', 5000);
  if (!data) return html`<${Panel} title="Nodes"><${Pending} error=${error} /><//>`;
  return html`<${Panel} title="Nodes" note=${`${plural(data.nodes.length, 'gateway')} that share limits and budgets`}>
      <table class="cards">
        <thead><tr><th scope="col">Node</th><th scope="col">Version</th><th scope="col">Mode</th><th scope="col" class="n">Nodes it counts</th><th scope="col" class="n">Part of limits alone</th><th scope="col" class="n">Waiting</th><th scope="col" class="n">Clock off by</th><th scope="col">Reason</th></tr></thead>
        <tbody>${data.nodes.map(node => html`<${Row} key=${node.id} node=${node} asked=${node.id === data.node} />`)}</tbody>
      </table>
    <//>
    <${Leases} nodes=${data.nodes} />`;
}
