/** What a terminal (xterm's way, as most) sends for a key, by the names of the binding table. */
const sequences: Readonly<Record<string, string>> = {
  space: ' ',
  enter: '\r',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  escape: '\x1b',
  backspace: '\x7f',
  delete: '\x1b[3~',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
};

/** Throws for a name that is no key. */
export function bytesOf(key: string): string {
  const control = /^ctrl-([a-z])$/.exec(key)?.[1];
  if (control) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  const sequence = sequences[key];
  if (sequence !== undefined) return sequence;
  if (Array.from(key).length === 1) return key;
  throw new Error(`no terminal sends ${key}`);
}
