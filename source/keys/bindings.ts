import type {Action, Mode} from './action.ts';

/** One thing keys do. Dispatch, the footer's hints, the help screen and the readme all come from this table. */
export type Binding = {
  /** Names as `keyName` gives them: a character, or `down`, `ctrl-f`, `shift-tab`, … */
  readonly keys: readonly string[];
  readonly action: Action;
  readonly modes: readonly Mode[];
  readonly help: string;
  /** A word for the footer; hints with a lower rank are dropped later. Absent: not in the footer. */
  readonly hint?: {readonly text: string; readonly rank: number};
};

const everywhere: readonly Mode[] = ['list', 'detail', 'help'];

export const bindings: readonly Binding[] = [
  {keys: ['j', 'down'], action: 'next', modes: ['list'], help: 'next row'},
  {keys: ['k', 'up'], action: 'previous', modes: ['list'], help: 'previous row'},
  {keys: ['j', 'down'], action: 'next', modes: ['detail', 'help'], help: 'scroll down a line'},
  {keys: ['k', 'up'], action: 'previous', modes: ['detail', 'help'], help: 'scroll up a line'},
  {
    keys: ['space', 'pagedown', 'ctrl-f'],
    action: 'page-down',
    modes: everywhere,
    help: 'page down',
    hint: {text: 'page', rank: 6},
  },
  {keys: ['b', 'pageup', 'ctrl-b'], action: 'page-up', modes: everywhere, help: 'page up'},
  {keys: ['ctrl-d'], action: 'half-down', modes: everywhere, help: 'half a page down'},
  {keys: ['ctrl-u'], action: 'half-up', modes: everywhere, help: 'half a page up'},
  {keys: ['g', 'home'], action: 'first', modes: everywhere, help: 'first line'},
  {keys: ['G', 'end'], action: 'last', modes: everywhere, help: 'last line'},
  {keys: ['tab'], action: 'next-group', modes: ['list'], help: 'next state', hint: {text: 'state', rank: 7}},
  {keys: ['shift-tab'], action: 'previous-group', modes: ['list'], help: 'previous state'},
  {keys: ['left'], action: 'fold', modes: ['list'], help: 'fold the state', hint: {text: 'fold', rank: 8}},
  {keys: ['right'], action: 'unfold', modes: ['list'], help: 'unfold the state'},
  {keys: ['*'], action: 'fold-all', modes: ['list'], help: 'fold or unfold all states'},
  {
    keys: ['enter'],
    action: 'open',
    modes: ['list'],
    help: 'open the socket; on a heading, fold or unfold the state',
    hint: {text: 'open', rank: 2},
  },
  {
    keys: ['l'],
    action: 'lsof',
    modes: ['list'],
    help: 'open the socket at what lsof says',
    hint: {text: 'lsof', rank: 4},
  },
  {keys: ['l'], action: 'lsof', modes: ['detail'], help: 'go to what lsof says', hint: {text: 'lsof', rank: 3}},
  {
    keys: ['L'],
    action: 'loopback',
    modes: ['list'],
    help: 'hide or show loopback',
    hint: {text: 'loopback', rank: 3},
  },
  {keys: [']'], action: 'next-socket', modes: ['detail'], help: 'next socket', hint: {text: 'next', rank: 4}},
  {
    keys: ['['],
    action: 'previous-socket',
    modes: ['detail'],
    help: 'previous socket',
    hint: {text: 'previous', rank: 7},
  },
  {keys: ['p'], action: 'pause', modes: ['list', 'detail'], help: 'pause and resume', hint: {text: 'pause', rank: 5}},
  {keys: ['r'], action: 'look', modes: ['list', 'detail'], help: 'look again now', hint: {text: 'look now', rank: 9}},
  {keys: ['ctrl-l'], action: 'redraw', modes: everywhere, help: 'redraw the screen'},
  {
    keys: ['?', 'h'],
    action: 'help',
    modes: ['list', 'detail'],
    help: 'help for this screen',
    hint: {text: 'help', rank: 1},
  },
  {keys: ['?', 'h'], action: 'back', modes: ['help'], help: 'close the help'},
  {keys: ['escape'], action: 'escape', modes: everywhere, help: 'close the top screen; in the list, nothing'},
  {keys: ['q'], action: 'back', modes: ['detail', 'help'], help: 'back', hint: {text: 'back', rank: 0}},
  {keys: ['q'], action: 'quit', modes: ['list'], help: 'quit', hint: {text: 'quit', rank: 0}},
  {keys: ['ctrl-c'], action: 'quit', modes: everywhere, help: 'quit'},
  {keys: ['ctrl-z'], action: 'suspend', modes: everywhere, help: 'suspend; `fg` comes back'},
];

/** The action of a key on a screen, or null where it does nothing there. */
export function actionOf(key: string, mode: Mode): Action | null {
  return bindings.find(({keys, modes}) => modes.includes(mode) && keys.includes(key))?.action ?? null;
}

export const bindingsOf = (mode: Mode): readonly Binding[] => bindings.filter(({modes}) => modes.includes(mode));
