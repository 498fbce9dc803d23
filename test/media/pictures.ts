import {keys} from '../e2e/helpers/terminal.ts';
import {type Drawing, dark, light} from './svg.ts';

/** What is done to the program: a key or text, then how the screen must be, then for how long that is shown. */
export type Step = {
  /** Typed character by character. */
  readonly type?: string;
  readonly until: RegExp;
  /** Seconds in an animation; a step without is not shown. */
  readonly shown?: number;
};

export type Picture = Omit<Drawing, 'frames'> & {
  /** Name of the file in `media/`, without ending. */
  readonly name: string;
  readonly options: readonly string[];
  /** The picture is of the screen after the last; with `shown` anywhere, of every step that has it. */
  readonly steps: readonly Step[];
};

const suspect = /› ! suspect .*httpd/;
/** Owners are found out after the first poll, and the cursor stays on its socket meanwhile. */
const toSuspect: readonly Step[] = [
  {until: /web-01[\s\S]*owners known (\d+) of \1\b[\s\S]*! suspect/},
  {type: 'g', until: /› ▾ LISTEN/},
  {type: 'n', until: suspect},
];
/** The name of the system comes after the first poll, and rates after the second. */
const started: readonly Step[] = [...toSuspect, {until: /web-01 \(.*\)[\s\S]*ESTABLISHED.*↓ \d/}];
const opened: Step = {type: keys.enter, until: /cross-check +(pass|unknown|fail)/};

export const pictures: readonly Picture[] = [
  {
    name: 'list',
    title: 'portwatch: every socket of a host, with a verdict, its owner and the reason',
    columns: 118,
    rows: 28,
    palette: dark,
    options: [],
    steps: started,
  },
  {
    name: 'detail',
    title: 'portwatch: why a socket is suspect, who holds it, and what lsof says of it',
    columns: 104,
    rows: 40,
    palette: dark,
    options: [],
    steps: [...started, opened],
  },
  {
    name: 'filter',
    title: 'portwatch: a filter as it is typed, of what the network reaches and nothing vouches for',
    columns: 104,
    rows: 14,
    palette: dark,
    options: [],
    steps: [
      ...toSuspect,
      {type: '/', until: /^\/|filter/m},
      {type: 'is:exposed !verdict:explained', until: /!verdict:explained/},
    ],
  },
  {
    name: 'narrow',
    title: 'portwatch in a pane of 48 columns',
    columns: 48,
    rows: 24,
    palette: dark,
    options: [],
    steps: toSuspect,
  },
  {
    name: 'light',
    title: 'portwatch on a light terminal, grouped by verdict, in the theme steady',
    columns: 104,
    rows: 24,
    palette: light,
    options: ['--theme', 'steady'],
    steps: [...started, {type: 'v', until: /▾ SUSPECT 2/}],
  },
  {
    name: 'tour',
    title: 'portwatch: from the list to a suspect socket, its evidence, and a filter',
    columns: 104,
    rows: 27,
    palette: dark,
    options: [],
    steps: [
      ...started.slice(0, -1),
      ...started.slice(-1).map(step => ({...step, shown: 2})),
      {...opened, shown: 3.5},
      {type: ' ', until: /LSOF/, shown: 3},
      {type: keys.escape, until: suspect, shown: 1},
      {type: '/', until: /^\/|filter/m, shown: 0.8},
      {type: 'proc:n', until: /proc:n/, shown: 0.8},
      {type: 'ginx', until: /proc:nginx/, shown: 1.2},
      {type: keys.enter, until: /nginx/, shown: 1.5},
      {type: keys.escape, until: /▾ UNCONN/, shown: 0.8},
      {type: 'v', until: /▾ SUSPECT 2/, shown: 2.5},
    ],
  },
];
