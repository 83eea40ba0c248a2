// The person who has logged in, or the token that was shown, and what that may.

import {useEffect, useState} from 'preact/hooks';
import {Refused, json} from './ui.js';

const ORDER = ['viewer', 'auditor', 'operator', 'admin'];

/** How long it takes until a gateway that has not answered is asked again. */
const AGAIN_MS = 3000;

let now = null;

/** Whether it is a person whose session may change what takes a role: no token is asked then. */
export function changes(role) {
  if (!now || !now.person) return false;
  return role === 'own' || now.role === 'admin' || now.role === role || (role === 'viewer' && ORDER.includes(now.role));
}

/**
 * The person or token that looks, asked for again until the gateway answers.
 *
 * @returns {{who: any, error: string}} null until that is known, and why it is not
 */
export function useWho(turn) {
  const [state, setState] = useState({who: null, error: ''});
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    const load = async () => {
      try {
        now = await json('/admin/v1/me', abort.signal);
        setState({who: now, error: ''});
      } catch (why) {
        if (abort.signal.aborted) return;
        now = null;
        if (why instanceof Refused) {
          setState({who: null, error: ''});
          document.dispatchEvent(new Event('sluice-out'));
          return;
        }
        setState({who: null, error: why.message});
        timer = setTimeout(load, AGAIN_MS);
      }
    };
    load();
    return () => { abort.abort(); clearTimeout(timer); };
  }, [turn]);
  return state;
}
