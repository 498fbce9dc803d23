/** Keys whose written form in the help, the footer and the documents differs from their name. */
const written: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  space: 'Space',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
  enter: 'Enter',
  escape: 'Esc',
  backspace: 'Backspace',
  delete: 'Del',
};

const writtenInAscii: Readonly<Record<string, string>> = {up: 'Up', down: 'Down', left: 'Left', right: 'Right'};

/** The written form of a key: `Ctrl-F` for `ctrl-f`. */
export function writeKey(key: string, ascii = false): string {
  if (key.startsWith('ctrl-')) return `Ctrl-${key.slice(5).toUpperCase()}`;
  return (ascii ? writtenInAscii[key] : undefined) ?? written[key] ?? key;
}
