import type {Key} from 'ink';

/** Names of the keys in one read of the terminal: several keys typed fast or over a slow link arrive in one read. */
export function keyNames(input: string, key: Key): readonly string[] {
  if (key.escape) return key.meta ? ['escape', 'escape'] : ['escape'];
  const special = specialKeys.find(([flag]) => key[flag])?.[1];
  if (special)
    return [key.ctrl || key.meta ? `ctrl-${special}` : special === 'tab' && key.shift ? 'shift-tab' : special];
  if (key.ctrl) return [`ctrl-${input}`];
  if (key.meta) return [`alt-${input}`];
  return Array.from(input, nameOf);
}

const specialKeys = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageDown', 'pagedown'],
  ['pageUp', 'pageup'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const;

/** C0 characters are Ctrl with the letter 0x40 above them (ECMA-48). */
function nameOf(character: string): string {
  if (character === ' ') return 'space';
  if (character === '\t') return 'tab';
  if (character === '\r' || character === '\n') return 'enter';
  if (character === '\x1b') return 'escape';
  if (character < ' ') return `ctrl-${String.fromCharCode(character.charCodeAt(0) + 0x60)}`;
  return character;
}
