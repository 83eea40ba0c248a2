// Asks for the admin token, and swaps it for a session that scripts cannot read.

import {useState} from 'preact/hooks';
import {html} from './ui.js';

export function Login({done}) {
  const [token, setToken] = useState('');
  const [error, setError] = useState('');
  const enter = async event => {
    event.preventDefault();
    try {
      const answer = await fetch('/admin/login', {method: 'POST', headers: {authorization: `Bearer ${token}`}});
      if (answer.ok) done();
      else setError('This is not the token of this gateway.');
    } catch (why) {
      setError('The gateway does not answer; try again.');
    }
  };
  return html`<main class="login" id="content"><section class="panel">
    <header><h1>Sluice</h1></header>
    <form onSubmit=${enter}>
      <label>Admin token<input type="password" autocomplete="current-password" required value=${token} onInput=${event => setToken(event.target.value)} /></label>
      <p class="quiet">It stands in the configuration as <code>admin.token</code>.</p>
      ${error && html`<p class="error" role="alert">${error}</p>`}
      <button class="main">Log in</button>
    </form>
  </section></main>`;
}
