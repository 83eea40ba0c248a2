// Asks for the admin token, and swaps it for a session that scripts cannot read.

import {useEffect, useState} from 'preact/hooks';
import {html, problem} from './ui.js';

/** Kept by the browser while a session lives, as far as the page knows: scripts cannot read its cookie. */
const SESSION = 'sluice-session';

/** Whether there is a session to end. */
export function hasSession() {
  return localStorage.getItem(SESSION) === 'true';
}

/** The session is over. */
export function forgetSession() {
  localStorage.removeItem(SESSION);
}

/** Ends the session, and shows the form that opens one. */
export async function logOut() {
  const answer = await fetch('/admin/logout', {method: 'POST'});
  if (answer.ok) document.dispatchEvent(new Event('sluice-out'));
}

export function Login({done}) {
  const [token, setToken] = useState('');
  const [error, setError] = useState('');
  const [people, setPeople] = useState(false);
  useEffect(() => {
    fetch('/admin/login/ways').then(answer => setPeople(answer.ok), () => setPeople(false));
  }, []);
  const enter = async event => {
    event.preventDefault();
    try {
      const answer = await fetch('/admin/login', {method: 'POST', headers: {authorization: `Bearer ${token}`}});
      if (answer.ok) {
        localStorage.setItem(SESSION, 'true');
        done();
      } else {
        setError(answer.status === 401 ? 'This is none of the tokens of this gateway.' : await problem(answer));
      }
    } catch (why) {
      setError('The gateway does not answer; try again.');
    }
  };
  return html`<main class="login" id="content"><section class="panel">
    <header><h1>Sluice</h1></header>
    ${people && html`<div class="body"><a class="button main" href=${`/admin/login/start?to=${encodeURIComponent(`/${location.hash}`)}`}>Log in with your account</a><p class="quiet">or, where you have one, with a token:</p></div>`}
    <form onSubmit=${enter}>
      <label>Admin token<input type="password" autocomplete="current-password" required value=${token} onInput=${event => setToken(event.target.value)} /></label>
      <p class="quiet">One of <code>admin.token</code> or <code>admin.tokens</code> of the configuration.</p>
      ${error && html`<p class="error" role="alert">${error}</p>`}
      <button class="main">Log in</button>
    </form>
  </section></main>`;
}
