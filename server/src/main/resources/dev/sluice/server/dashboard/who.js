// Who looks: somebody who has logged in, or whoever has shown a token, and what they may.

import {useEffect, useState} from 'preact/hooks';
import {Refused, json} from './ui.js';

const ORDER = ['viewer', 'auditor', 'operator', 'admin'];

/** A listener without tokens asks nobody who they are. */
const ANYBODY = {person: null, role: 'admin', shown: '', teams: []};

let now = null;

/** Whether it is a person whose session may change what takes a role: no token is asked then. */
export function changes(role) {
  if (!now || !now.person) return false;
  return role === 'own' || now.role === 'admin' || now.role === role || (role === 'viewer' && ORDER.includes(now.role));
}

/** Who looks; null until that is known. */
export function useWho(turn) {
  const [who, setWho] = useState(null);
  useEffect(() => {
    const abort = new AbortController();
    const load = async () => {
      try {
        now = await json('/admin/v1/me', abort.signal);
      } catch (why) {
        if (abort.signal.aborted) return;
        if (why instanceof Refused) document.dispatchEvent(new Event('sluice-out'));
        now = ANYBODY;
      }
      setWho(now);
    };
    load();
    return () => abort.abort();
  }, [turn]);
  return who;
}
