// The stream that says each second what is now. One for all parts of the page; closed while the
// page is hidden, since a browser opens six connections to a server and no more.

import {useEffect, useState} from 'preact/hooks';

const PATH = '/admin/v1/feed';
const AGAIN_MS = 3000;
/** A frame comes each second: a gateway that sends none for so long does not answer. */
const SILENCE_MS = 5000;

const listeners = new Set();
let source = null;
let timer = 0;
let silence = 0;
/** The summary of the report that a page shows, which holds for the bar as well. */
let last = {frame: null, live: false, at: 0, shown: null};

function tell(next) {
  last = next;
  listeners.forEach(listener => listener(last));
}

function open() {
  clearTimeout(timer);
  if (source || document.hidden || listeners.size === 0) return;
  source = new EventSource(PATH);
  source.onmessage = event => {
    listen();
    tell({...last, frame: JSON.parse(event.data), live: true, at: Date.now()});
  };
  source.onerror = lost;
  listen();
}

function listen() {
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE_MS);
}

function lost() {
  close();
  tell({...last, live: false});
  timer = setTimeout(open, AGAIN_MS);
}

function close() {
  clearTimeout(silence);
  if (source) source.close();
  source = null;
}

document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));

/** A page shows this summary, or none any more. */
export function show(summary) {
  if (summary !== last.shown) tell({...last, shown: summary});
}

/** The newest frame, when it came, whether the stream goes on, and the summary that a page shows. */
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
