import {
  asksToClose,
  copiesCommand,
  everywhere,
  keys,
  type Lines,
  last,
  ofFirstSocket,
  type Stage,
  type Step,
  type Steps,
  showsHelp,
  showsList,
  size,
  text,
  toHelp,
} from './step.ts';

/** Lines of a text on the screen: all but its title and the footer. */
const body = size.rows - 2;
const page = body - 1;
const half = Math.floor(body / 2);

/** The text has moved up by so many lines (down where negative). */
const scrolledBy =
  (steps: number) =>
  (after: Lines, before: Lines): boolean => {
    const [from, to] = steps > 0 ? [before, after] : [after, before];
    const by = Math.abs(steps);
    return text(from.slice(1 + by, 1 + body)) === text(to.slice(1, 1 + body - by));
  };

const isAtEnd = (lines: Lines): boolean => / {2}end$/.test(last(lines));

/** Scrolling is the same in every text. */
const scrolling: Steps = {
  ...keys('j down', {sees: scrolledBy(1), undo: ['g']}),
  ...keys('k up', {from: ['j'], sees: scrolledBy(-1)}),
  ...keys('space pagedown ctrl-f', {sees: scrolledBy(page), undo: ['g']}),
  ...keys('b pageup ctrl-b', {from: ['space'], sees: scrolledBy(-page)}),
  'ctrl-d': {sees: scrolledBy(half), undo: ['g']},
  'ctrl-u': {from: ['ctrl-d'], sees: scrolledBy(-half)},
  ...keys('G end', {sees: isAtEnd, undo: ['g']}),
  ...keys('g home', {from: ['G'], ready: isAtEnd, sees: lines => !isAtEnd(lines)}),
};

const leaves = (again: readonly string[]): Step => ({sees: showsList, undo: again});

const opens =
  (state: string, socket: string) =>
  ([title = '']: Lines): boolean =>
    title.startsWith(`${state}  tcp `) && title.includes(socket);

export const detail: Stage = {
  mode: 'detail',
  enter: ['enter'],
  // Once all evidence is there, nothing but keys changes the text.
  shows: lines =>
    opens('LISTEN', '0.0.0.0:22')(lines) &&
    /cross-check +pass: .*python3/.test(text(lines)) &&
    /owner-unchanged +pass/.test(text(lines)) &&
    /owner-relay +pass/.test(text(lines)),
};

/** The last connection but two is not on loopback. */
const openOuter = ['q', 'G', 'k', 'k', 'enter'];
const openFirst = ['q', 'g', 'j', 'enter'];

export const detailSteps: Steps = {
  ...scrolling,
  l: {sees: lines => lines[1] === 'LSOF', undo: ['g']},
  d: {
    from: [...openOuter, 'l'],
    ready: lines => lines[1] === 'LSOF' && /^ {2}peer +203\.0\.113\.7:8080$/m.test(text(lines)),
    sees: lines => /^ {2}peer name +shop\.example /m.test(text(lines)),
    undo: ['d', ...openFirst],
  },
  y: {sees: copiesCommand, undo: ['g']},
  ...ofFirstSocket,
  X: {
    from: openOuter,
    ready: ([title = '']) => title.includes('→ 203.0.113.7:8080'),
    sees: asksToClose,
    undo: ['enter', ...openFirst],
  },
  ']': {sees: opens('LISTEN', '0.0.0.0:7000'), undo: ['[']},
  '[': {from: [']'], ready: opens('LISTEN', '0.0.0.0:7000'), sees: opens('LISTEN', '0.0.0.0:22')},
  p: {sees: ([title = '']) => title.endsWith(' PAUSED'), undo: ['p']},
  r: {
    meanwhile: holder => holder.tell(`name ${Buffer.from('renamed').toString('hex')}`),
    sees: lines => /cross-check +\w+: .*renamed/.test(text(lines)),
  },
  ...toHelp,
  ...keys('escape q', leaves(['enter'])),
  ...everywhere,
};

export const help: Stage = {mode: 'help', enter: ['?'], shows: showsHelp};

export const helpSteps: Steps = {...scrolling, ...keys('? h escape q', leaves(['?'])), ...everywhere};

/** Sockets that have closed, so many that they do not fit on two screens. */
export const closings = 2 * body;

export const closed: Stage = {
  mode: 'closed',
  enter: ['H'],
  shows: lines => lines[0] === 'closed in the last hour' && / 0\.0\.0\.0:6\d\d\d /.test(lines[2] ?? ''),
};

/** A baseline with blocks of which there is no socket, so many that they do not fit on two screens. */
export const manyGone = Array.from(
  {length: 2 * body},
  (_, index) => `[[listener]]\nproto = "tcp"\nport = ${2000 + index}\n`,
).join('\n');

export const drift: Stage = {
  mode: 'drift',
  enter: ['D'],
  shows: ([title = '', first = '']) => title.startsWith('differences from /') && first.startsWith('NEW '),
};

export const driftSteps: Steps = {
  ...scrolling,
  ...toHelp,
  ...keys('escape q', leaves(['D'])),
  ...everywhere,
};

export const closedSteps: Steps = {
  ...scrolling,
  ...toHelp,
  ...keys('escape q', leaves(['H'])),
  ...everywhere,
};
