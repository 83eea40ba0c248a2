// What teams keep of files, beside what they may, and the disk that it is on.

import {to} from './address.js';
import {Empty, NBSP, Panel, Pending, Scroll, bytes, count, html, plural, useJson} from './ui.js';

/** A disk with less room than that is nearly full. */
const NEARLY_FULL = 0.1;
const FULL = 0.02;

/**
 * How much of something is taken, as a bar with a mark at 80 %.
 *
 * @param full what follows where all is
 */
function Share({part, whole, label, full, children}) {
  const share = whole > 0 ? part / whole : 0;
  const kind = share >= 1 ? 'bad' : share >= 0.8 ? 'near' : '';
  return html`<div class="budget">
    <span class="track marked" role="img" aria-label=${`${label}: ${Math.floor(share * 100)}${NBSP}% of ${bytes(whole)}`}><i class=${kind} style=${{width: `${Math.min(100, share * 100)}%`}}></i></span>
    <p>${children}${share >= 1 ? html`, <b class="bad">full</b>: ${full}` : share >= 0.8 && html`, <b class="near">nearly full</b>`}</p>
  </div>`;
}

function Disk({of}) {
  const left = of.size > 0 ? of.free / of.size : 0;
  const kind = left < FULL ? 'bad' : left < NEARLY_FULL ? 'near' : '';
  return html`<div class="body">
    <div class="budget">
      <span class="track" role="img" aria-label=${`${bytes(of.free)} of the disk are free`}><i class=${kind} style=${{width: `${(1 - left) * 100}%`}}></i></span>
      <p><b class=${kind}>${bytes(of.free)}</b> of ${bytes(of.size)} are free on the disk of the folder${kind && ': what does not fit is refused, and batches pause, until there is room'}</p>
    </div>
  </div>`;
}

/** Whose files are: a team's, or those of a key without one. */
function Owner({of, all}) {
  if (of.team === null) return of.key === null ? 'without a team' : html`key ${of.key}`;
  return all ? html`<a href=${to('batches', {team: of.team})}>${of.team}</a>` : of.team;
}

function Row({of, quota, all}) {
  const owner = of.team || of.key || 'no team';
  return html`<tr>
    <th scope="row" class="name"><${Owner} of=${of} all=${all} /></th>
    <td class="wide"><${Share} part=${of.bytes} whole=${quota} label=${`files of ${owner}`} full="uploads are refused"><b>${bytes(of.bytes)}</b> in ${plural(of.files, 'file')}<//></td>
    <td class="wide"><${Share} part=${of.result_bytes} whole=${quota} label=${`results of ${owner}`} full="no batch is made before some are deleted"><b>${bytes(of.result_bytes)}</b> in ${plural(of.results, 'file')} of results<//></td>
  </tr>`;
}

/**
 * @param at where files are asked for
 * @param all whether those of all teams are
 */
export function Files({at, all}) {
  const {data, error, code} = useJson(all ? `${at}?limit=50` : at, 15000);
  if (code === 'no_files') return null;
  const note = data && `a team may keep ${bytes(data.quota)} of files, and as much of results (files.quota)`;
  return html`<${Panel} title="Files" note=${note}>
    ${!data ? html`<${Pending} error=${error} code=${code} />` : html`
      ${data.disk && html`<${Disk} of=${data.disk} />`}
      ${data.teams.length === 0 ? html`<${Empty}>${all ? 'Nobody' : 'Nobody of the team'} keeps a file.<//>`
        : html`<${Scroll} label="Files"><table class="cards top">
          <thead><tr><th scope="col">Team</th><th scope="col">Files, of uploads too</th><th scope="col">Results of batches</th></tr></thead>
          <tbody>${data.teams.map((of, i) => html`<${Row} key=${i} of=${of} quota=${data.quota} all=${all} />`)}</tbody>
        </table><//>`}
      ${data.teams_total > 1 && html`<p class="empty">All together: ${bytes(data.total.bytes)} in ${plural(data.total.files, 'file')}, and ${bytes(data.total.result_bytes)} of results, of ${plural(data.teams_total, 'team')}${data.teams_total > data.teams.length ? `; the ${count(data.teams.length)} that keep most are shown` : ''}.</p>`}`}
  <//>`;
}
