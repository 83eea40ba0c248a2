// The stream that says each second what is now. One for all parts of the page; closed while the
// page is hidden, since a browser opens six connections to a server and no more.

import {useEffect, useState} from 'preact/hooks';

const PATH = '/admin/v1/feed';
const AGAIN_MS = 3000;

const listeners = new Set();
let source = null;
let timer = 0;
let last = {frame: null, live: false};

function tell(next) {
  last = next;
  listeners.forEach(listener => listener(last));
}

function open() {
  clearTimeout(timer);
  if (source || document.hidden || listeners.size === 0) return;
  source = new EventSource(PATH);
  source.onmessage = event => tell({frame: JSON.parse(event.data), live: true});
  source.onerror = () => {
    close();
    tell({frame: last.frame, live: false});
    timer = setTimeout(open, AGAIN_MS);
  };
}

function close() {
  if (source) source.close();
  source = null;
}

document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));

/** The newest frame, and whether the stream is open. */
export function useLive() {
  const [state, setState] = useState(last);
  useEffect(() => {
    listeners.add(setState);
    open();
    return () => {
      listeners.delete(setState);
      if (listeners.size === 0) close();
    };
  }, []);
  return state;
}
