// What the address says behind the page's name: filters and windows, so that a page can be sent on
// and found again, and links between pages.

import {useEffect, useState} from 'preact/hooks';

function said() {
  return new URLSearchParams(location.hash.split('?')[1] || '');
}

/** The address of a page with these values; empty ones are left out. */
export function to(page, values = {}) {
  const asked = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined && value !== null && value !== false));
  const text = asked.toString();
  return `#/${page}${text ? `?${text}` : ''}`;
}

function read(usual) {
  const found = said();
  return Object.fromEntries(Object.entries(usual).map(([name, value]) => {
    if (!found.has(name)) return [name, value];
    return [name, typeof value === 'boolean' ? found.get(name) === 'true' : found.get(name)];
  }));
}

/**
 * The values that the address has of a page, and what changes them. Changes replace the entry of
 * the browser's history: who goes back comes to the page before.
 *
 * @param page its name
 * @param usual the values that hold where the address has none; they are left out of it
 */
export function useAddress(page, usual) {
  const [values, setValues] = useState(() => read(usual));
  useEffect(() => {
    const moved = () => setValues(read(usual));
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  const change = next => {
    const all = {...values, ...next};
    const other = Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== usual[name]));
    history.replaceState(null, '', to(page, other));
    setValues(all);
  };
  return [values, change];
}
