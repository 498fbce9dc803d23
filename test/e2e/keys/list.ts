import {
  asksToClose,
  copiesCommand,
  cursorLine,
  everywhere,
  keys,
  type Lines,
  last,
  ofFirstSocket,
  type Stage,
  type Steps,
  showsList,
  size,
  text,
  toHelp,
} from './step.ts';

/** Lines of the list on the screen: all but three of the header, the titles and the footer. */
const body = size.rows - 5;

const position = (lines: Lines): readonly number[] => last(lines).match(/\d+/g)?.slice(-2).map(Number) ?? [];
const at = (lines: Lines): number => position(lines)[0] ?? 0;
const end = (lines: Lines): number => position(lines)[1] ?? 0;
const movedBy = (steps: number) => (after: Lines, before: Lines) =>
  showsList(after) && at(after) === at(before) + steps;

const titles = (lines: Lines): string => lines[3] ?? '';
const order = (lines: Lines): string => lines[2] ?? '';
/** The cursor is on the first row when the list begins. */
const top = ['g', 'j'];

export const list: Stage = {mode: 'list', enter: [], shows: lines => showsList(lines) && at(lines) === 2};

export const listSteps: Steps = {
  ...keys('j down', {sees: movedBy(1), undo: ['k']}),
  ...keys('k up', {from: ['j'], sees: movedBy(-1)}),
  ...keys('space pagedown ctrl-f', {sees: movedBy(body - 1), undo: top}),
  ...keys('b pageup ctrl-b', {from: ['space'], sees: movedBy(1 - body), undo: top}),
  'ctrl-d': {sees: movedBy(Math.floor(body / 2)), undo: top},
  'ctrl-u': {from: ['ctrl-d'], sees: movedBy(-Math.floor(body / 2)), undo: top},
  ...keys('g home', {sees: movedBy(-1), undo: ['j']}),
  ...keys('G end', {sees: lines => at(lines) > 2 && at(lines) === end(lines), undo: top}),
  tab: {sees: lines => cursorLine(lines).startsWith('› ▾ UNCONN'), undo: top},
  'shift-tab': {from: ['G'], sees: lines => cursorLine(lines).startsWith('› ▾ ESTABLISHED'), undo: top},
  left: {sees: lines => cursorLine(lines).startsWith('› ▸ LISTEN'), undo: ['right', 'j']},
  right: {from: ['left'], sees: lines => cursorLine(lines).startsWith('› ▾ LISTEN'), undo: ['j']},
  '*': {sees: lines => lines.filter(line => /^. ▸ /.test(line)).length === 3, undo: ['*', ...top]},
  enter: {sees: ([title = '']) => title.startsWith('LISTEN  tcp 0.0.0.0:22'), undo: ['escape']},
  l: {sees: lines => lines[1] === 'LSOF', undo: ['escape']},
  L: {sees: lines => order(lines).includes('loopback hidden, L shows'), undo: ['L']},
  '/': {sees: lines => /^\/ +Enter keep /.test(last(lines)), undo: ['escape']},
  n: {sees: lines => /^› ! suspect .*:514 /.test(cursorLine(lines)), undo: top},
  N: {sees: lines => /^› \? learn /.test(cursorLine(lines)), undo: top},
  ...keys('s >', {sees: lines => titles(lines).includes('PRO↑'), undo: ['<', ...top]}),
  '<': {sees: lines => titles(lines).endsWith('WHY↑'), undo: ['s', ...top]},
  S: {sees: lines => titles(lines).includes('VERDICT↑'), undo: ['S', ...top]},
  c: {sees: lines => last(lines) === 'alike sockets as one line', undo: ['c', ...top]},
  v: {sees: lines => lines[4]?.startsWith('  ▾ SUSPECT 2') ?? false, undo: ['V', ...top]},
  V: {sees: lines => order(lines).includes('grouped by peer'), undo: ['v', ...top]},
  t: {sees: lines => order(lines).includes('only tcp') && !text(lines).includes(' udp '), undo: ['t', ...top]},
  u: {sees: lines => order(lines).includes('only udp') && !text(lines).includes(' tcp '), undo: ['u', ...top]},
  P: {sees: lines => /:22 .* 22 /.test(cursorLine(lines)), undo: ['P', ...top]},
  d: {from: ['G'], sees: lines => text(lines).includes(' ~shop.example:8080 '), undo: ['d', ...top]},
  A: {sees: lines => last(lines).startsWith('2 suspect sockets are shown: accept each by itself'), undo: top},
  D: {sees: lines => lines[0] === 'differences from the baseline', undo: ['escape']},
  H: {sees: lines => lines[0] === 'closed in the last hour', undo: ['escape']},
  y: {sees: copiesCommand, undo: top},
  x: {sees: lines => last(lines).startsWith('write these sockets as  j JSON'), undo: ['escape']},
  ...ofFirstSocket,
  X: {from: ['G'], sees: asksToClose, undo: ['enter', ...top]},
  p: {sees: ([first = '']) => first.includes(' PAUSED '), undo: ['p']},
  r: {
    meanwhile: holder => holder.tell('listen tcp 0.0.0.0 23'),
    sees: lines => / \*\? learn +tcp +0\.0\.0\.0:23 /.test(text(lines)),
  },
  ...toHelp,
  escape: {
    from: ['/', ...'7001', 'enter'],
    ready: lines => order(lines).includes('/7001 keeps 1 of ') && showsList(lines),
    sees: lines => showsList(lines) && !order(lines).includes('/7001'),
    undo: top,
  },
  q: {does: 'quit'},
  ...everywhere,
};
