import type {BindingRecord, Mode} from './binding.ts';
import {promptBindings} from './prompt-bindings.ts';

/** Screens that a movement scrolls. */
const pages = ['list', 'detail', 'help', 'closed', 'drift'] as const;
const texts = ['detail', 'help', 'closed', 'drift'] as const;
const everywhere = [...pages, 'filter', 'export', 'accept', 'confirm'] as const;

/**
 * Every key of every screen. Dispatch, the footer, the help screen, the readme and the man page come from this table.
 */
const table = [
  {keys: ['j', 'down'], action: 'next', modes: ['list'], help: 'next row'},
  {keys: ['k', 'up'], action: 'previous', modes: ['list'], help: 'previous row'},
  {keys: ['j', 'down'], action: 'next', modes: texts, help: 'scroll down a line'},
  {keys: ['k', 'up'], action: 'previous', modes: texts, help: 'scroll up a line'},
  {
    keys: ['space', 'pagedown', 'ctrl-f'],
    action: 'page-down',
    modes: pages,
    help: 'page down',
    hint: {text: 'page', rank: 9},
  },
  {keys: ['b', 'pageup', 'ctrl-b'], action: 'page-up', modes: pages, help: 'page up'},
  {keys: ['ctrl-d'], action: 'half-down', modes: pages, help: 'half a page down'},
  {keys: ['ctrl-u'], action: 'half-up', modes: pages, help: 'half a page up'},
  {keys: ['g', 'home'], action: 'first', modes: pages, help: 'first line'},
  {keys: ['G', 'end'], action: 'last', modes: pages, help: 'last line'},
  {keys: ['tab'], action: 'next-group', modes: ['list'], help: 'next group'},
  {keys: ['shift-tab'], action: 'previous-group', modes: ['list'], help: 'previous group'},
  {keys: ['left'], action: 'fold', modes: ['list'], help: 'fold the alike sockets, or else the group'},
  {keys: ['right'], action: 'unfold', modes: ['list'], help: 'unfold the alike sockets of a line, or the group'},
  {keys: ['*'], action: 'fold-all', modes: ['list'], help: 'fold or unfold all groups'},
  {
    keys: ['enter'],
    action: 'open',
    modes: ['list'],
    help: 'open the socket; on a heading or several sockets, fold or unfold',
    hint: {text: 'open', rank: 2},
  },
  {
    keys: ['l'],
    action: 'lsof',
    modes: ['list'],
    help: 'open the socket at its lsof section',
    hint: {text: 'lsof', rank: 5},
  },
  {keys: ['l'], action: 'lsof', modes: ['detail'], help: 'go to the lsof section', hint: {text: 'lsof', rank: 3}},
  {keys: ['L'], action: 'loopback', modes: ['list'], help: 'hide or show loopback', hint: {text: 'loopback', rank: 4}},
  {keys: ['/'], action: 'filter', modes: ['list'], help: 'filter as you type', hint: {text: 'filter', rank: 3}},
  {
    keys: ['n'],
    action: 'next-unexplained',
    modes: ['list'],
    help: 'next row that is not explained, suspect first',
    hint: {text: 'next to check', rank: 6},
  },
  {keys: ['N'], action: 'previous-unexplained', modes: ['list'], help: 'previous row that is not explained'},
  {
    keys: ['s', '>'],
    action: 'next-sort',
    modes: ['list'],
    help: 'sort by the next column',
    hint: {text: 'sort', rank: 8},
  },
  {keys: ['<'], action: 'previous-sort', modes: ['list'], help: 'sort by the previous column'},
  {keys: ['S'], action: 'reverse-sort', modes: ['list'], help: 'reverse the order'},
  {
    keys: ['c'],
    action: 'compact',
    modes: ['list'],
    help: 'alike sockets as one line, or each socket on its own',
    hint: {text: 'compact', rank: 11},
  },
  {keys: ['v'], action: 'regroup', modes: ['list'], help: 'group by state, verdict, process, exposure, service, peer'},
  {keys: ['V'], action: 'regroup-back', modes: ['list'], help: 'group the other way round: by peer, service and so on'},
  {keys: ['t'], action: 'tcp', modes: ['list'], help: 'limit the list to TCP; again, lift that limit'},
  {keys: ['u'], action: 'udp', modes: ['list'], help: 'limit the list to UDP; again, lift that limit'},
  {keys: ['P'], action: 'service-names', modes: ['list'], help: 'service names or numbers'},
  {
    keys: ['d'],
    action: 'host-names',
    modes: ['list', 'detail'],
    help: 'names of peers, as their name servers claim; or addresses',
  },
  {keys: ['e'], action: 'page-lsof', modes: ['list', 'detail'], help: "lsof's whole output on the socket, in $PAGER"},
  {
    keys: ['a'],
    action: 'accept',
    modes: ['list', 'detail'],
    help: 'accept the socket as it is now, with a note; of an accepted one, show that and withdraw it',
    changes: true,
  },
  {
    keys: ['A'],
    action: 'accept-all',
    modes: ['list'],
    help: 'accept every listener and connection of this host that is shown, once their number was typed',
    changes: true,
  },
  {keys: ['D'], action: 'drift', modes: ['list'], help: 'differences from the accepted baseline'},
  {keys: ['H'], action: 'closed', modes: ['list'], help: 'sockets that closed in the last hour'},
  {keys: ['y'], action: 'copy', modes: ['list', 'detail'], help: 'copy the command that checks the socket (OSC 52)'},
  {keys: ['x'], action: 'export', modes: ['list'], help: 'write the shown sockets to a JSON or CSV file'},
  {
    keys: ['K'],
    action: 'end-owner',
    modes: ['list', 'detail'],
    help: 'end the owner (SIGTERM), once its pid was typed',
    changes: true,
  },
  {
    keys: ['X'],
    action: 'close-connection',
    modes: ['list', 'detail'],
    help: 'close one TCP connection, once "close" was typed',
    changes: true,
  },
  {keys: [']'], action: 'next-socket', modes: ['detail'], help: 'next socket', hint: {text: 'next', rank: 4}},
  {
    keys: ['['],
    action: 'previous-socket',
    modes: ['detail'],
    help: 'previous socket',
    hint: {text: 'previous', rank: 5},
  },
  {keys: ['p'], action: 'pause', modes: ['list', 'detail'], help: 'pause and resume', hint: {text: 'pause', rank: 7}},
  {
    keys: ['r'],
    action: 'refresh',
    modes: ['list', 'detail'],
    help: 'refresh now',
    hint: {text: 'refresh', rank: 10},
  },
  {keys: ['ctrl-l'], action: 'redraw', modes: everywhere, help: 'redraw the screen'},
  {
    keys: ['?', 'h'],
    action: 'help',
    modes: ['list', 'detail', 'closed', 'drift'],
    help: 'help for this screen',
    hint: {text: 'help', rank: 1},
  },
  {keys: ['?', 'h'], action: 'back', modes: ['help'], help: 'close the help'},
  {
    keys: ['escape'],
    action: 'escape',
    modes: pages,
    help: 'close the top screen; in the list, clear the filter',
  },
  {keys: ['q'], action: 'back', modes: texts, help: 'back', hint: {text: 'back', rank: 0}},
  {keys: ['q'], action: 'quit', modes: ['list'], help: 'quit', hint: {text: 'quit', rank: 0}},
  {keys: ['ctrl-c'], action: 'quit', modes: everywhere, help: 'quit'},
  {keys: ['ctrl-z'], action: 'suspend', modes: everywhere, help: 'suspend; `fg` comes back'},
  ...promptBindings,
] as const satisfies readonly BindingRecord[];

type Entry = (typeof table)[number];
type ActionIn<E extends BindingRecord, M extends Mode> = E extends BindingRecord
  ? M extends E['modes'][number]
    ? E['action']
    : never
  : never;

/** The actions that have a key on screen `M`. A screen without a case for one of them does not compile. */
export type ActionOf<M extends Mode> = ActionIn<Entry, M>;

/** Every action that has a key. */
export type Action = Entry['action'];

export type Binding = BindingRecord & {readonly action: Action};

export const bindings: readonly Binding[] = table;

/** The action of a key on a screen; null where the key has none. */
export function actionOf(key: string, mode: Mode, readOnly = false): Action | null {
  return bindingsOf(mode, readOnly).find(({keys}) => keys.includes(key))?.action ?? null;
}

/** The bindings of a screen, in the order of the table. */
export const bindingsOf = (mode: Mode, readOnly = false): readonly Binding[] =>
  bindings.filter(({modes, changes}) => modes.includes(mode) && !(readOnly && changes));

/** Whether an action has a key on a screen. */
export const isActionOf = <M extends Mode>(action: Action, mode: M): action is ActionOf<M> & Action =>
  bindings.some(binding => binding.action === action && binding.modes.includes(mode));

/** Whether a key types a character into the prompt of this mode. */
export const isTyped = (key: string, mode: Mode): boolean =>
  (mode === 'filter' || mode === 'accept' || mode === 'confirm') && (key === 'space' || Array.from(key).length === 1);
