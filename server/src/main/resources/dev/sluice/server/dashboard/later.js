// Parts that are loaded when they are shown first: of a page that is opened only what it needs
// comes at once.

import {useEffect, useState} from 'preact/hooks';
import {html} from './ui.js';

/**
 * A component that is loaded when it is shown.
 *
 * @param load what loads its module
 * @param name its name there
 */
export function later(load, name) {
  let found = null;
  return props => {
    const [Body, setBody] = useState(() => found);
    const [error, setError] = useState('');
    useEffect(() => {
      if (found === null) load().then(module => { found = module[name]; setBody(() => found); }).catch(why => setError(why.message));
    }, []);
    if (Body !== null) return html`<${Body} ...${props} />`;
    return error ? html`<p class="empty error" role="alert">This page cannot be loaded: ${error}</p>` : html`<p class="empty">Loading.</p>`;
  };
}
