import {
  asksForNote,
  cursorLine,
  everywhere,
  keys,
  type Lines,
  last,
  type Stage,
  type Step,
  type Steps,
  showsList,
} from './step.ts';

/** The filter in the last line, without what stands beside it. */
const typed = (lines: Lines): string => last(lines).split('  ')[0]?.trimEnd() ?? '';

/**
 * Takes back what was typed, and the cursor from where the list was narrowed to. Without Esc: on a busy machine that
 * and the next key come in one read, which is what Alt with that key is.
 */
const again = ['end', 'ctrl-u', 'enter', 'g', 'j', '/'];

/** From a filter that says this, the key (and what is typed after it) makes it say that. */
const edits = (from: string, before: readonly string[], next: string, to: string): Step => ({
  from: [...from, ...before],
  ready: lines => typed(lines) === `/${from}`,
  next: [...next],
  sees: lines => typed(lines) === `/${to}`,
  undo: again,
});

export const filter: Stage = {mode: 'filter', enter: ['/'], shows: lines => /^\/ +Enter keep/.test(last(lines))};

const keeps = (lines: Lines): boolean => lines[2]?.includes('/7001 keeps 1 of ') ?? false;

export const filterSteps: Steps = {
  enter: {
    from: [...'7001'],
    ready: keeps,
    sees: lines => keeps(lines) && showsList(lines),
    undo: ['/', ...again],
  },
  tab: edits('po', [], '', 'port:'),
  down: {sees: (after, before) => cursorLine(after) !== cursorLine(before), undo: ['up']},
  up: {from: ['down'], sees: (after, before) => cursorLine(after) !== cursorLine(before)},
  ...keys('backspace delete ctrl-h', edits('ab', [], '', 'a')),
  'ctrl-w': edits('ab cd', [], 'x', 'ab x'),
  'ctrl-u': edits('ab', [], 'x', 'x'),
  ...keys('left ctrl-b', edits('ab', [], 'x', 'axb')),
  ...keys('right ctrl-f', edits('ab', ['home'], 'x', 'axb')),
  ...keys('home ctrl-a', edits('ab', [], 'x', 'xab')),
  ...keys('end ctrl-e', edits('ab', ['home'], 'x', 'abx')),
  escape: {from: [...'7001'], ready: keeps, sees: lines => showsList(lines) && !keeps(lines), undo: ['g', 'j', '/']},
  ...everywhere,
};

/** The note in the last line, behind the question. */
const noteOf = (lines: Lines): string => last(lines).match(/: ?([^:]*)$/)?.[1] ?? '';

/** As `edits`, of the note. */
const editsNote = (from: string, before: readonly string[], next: string, to: string): Step => ({
  from: [...from, ...before],
  ready: lines => noteOf(lines) === from,
  next: [...next],
  sees: lines => noteOf(lines) === to,
  undo: ['end', 'ctrl-u'],
});

export const accepting: Stage = {mode: 'accept', enter: ['a'], shows: asksForNote};

export const acceptSteps: Steps = {
  enter: {sees: lines => last(lines).endsWith('needs a note:'), undo: ['x', 'ctrl-u']},
  ...keys('backspace delete ctrl-h', editsNote('ab', [], '', 'a')),
  'ctrl-w': editsNote('ab cd', [], 'x', 'ab x'),
  'ctrl-u': editsNote('ab', [], 'x', 'x'),
  ...keys('left ctrl-b', editsNote('ab', [], 'x', 'axb')),
  ...keys('right ctrl-f', editsNote('ab', ['home'], 'x', 'axb')),
  ...keys('home ctrl-a', editsNote('ab', [], 'x', 'xab')),
  ...keys('end ctrl-e', editsNote('ab', ['home'], 'x', 'abx')),
  escape: {sees: showsList, undo: ['a']},
  ...everywhere,
};

const asksForKind = (lines: Lines): boolean => last(lines).startsWith('write these sockets as  j JSON');

export const exporting: Stage = {mode: 'export', enter: ['x'], shows: asksForKind};

const writes = (kind: string): Step => ({
  sees: lines => new RegExp(`^wrote /.*/portwatch-\\d{8}-\\d{6}\\.${kind}$`).test(last(lines)),
  undo: ['x'],
});

export const exportSteps: Steps = {
  j: writes('json'),
  c: writes('csv'),
  ...keys('escape q', {sees: showsList, undo: ['x']}),
  ...everywhere,
};

const asksForPid = (lines: Lines): boolean => /^end python3, pid \d+, .* type \d+ and Enter:$/.test(last(lines));
const erases: Step = {
  from: [...'12'],
  ready: lines => last(lines).endsWith('Enter: 12'),
  sees: lines => last(lines).endsWith('Enter: 1'),
  undo: ['backspace'],
};

export const confirm: Stage = {mode: 'confirm', enter: ['K'], shows: asksForPid};

export const confirmSteps: Steps = {
  enter: {sees: lines => last(lines) === 'not confirmed: nothing was done', undo: ['K']},
  ...keys('backspace delete ctrl-h', erases),
  escape: {sees: showsList, undo: ['K']},
  ...everywhere,
};
