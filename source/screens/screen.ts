import {isListCurrent} from '../app/state/build-list.ts';
import {type Frame, listFrame, pageFrame} from '../app/state/frame.ts';
import {linesOf} from '../app/state/list-lines.ts';
import {firstLine} from '../app/state/scroll.ts';
import type {ClosedMode, Detail, HelpMode, State} from '../app/state/state.ts';
import {endsText, protocolText} from '../app/table/cells.ts';
import {type Line, line, span} from '../domain/line.ts';
import {screenInAscii} from './ascii.ts';
import {closedTitle} from './closed/closed-lines.ts';
import type {Section} from './detail/content.ts';
import {footerLine} from './footer.ts';
import {headerLines} from './list/header.ts';
import {listColumns, listLine} from './list/list-body.ts';
import {titleLine} from './list/rows.ts';
import {sinceSpans} from './list/since.ts';
import {metricsOf, pageOf} from './page.ts';
import {confirmPrompt, exportPrompt, filterPrompt} from './prompt/prompt.ts';
import {steady} from './text/fit.ts';
import {memoizeLast} from './text/memoize-last.ts';
import {cutLine, joinParts} from './text/parts.ts';
import {clockTime} from './text/time.ts';

/** What is on the screen: lines above, a body of `height` lines, lines below. */
export type Screen = {
  readonly above: readonly Line[];
  readonly body:
    | {readonly kind: 'lines'; readonly lines: readonly Line[]; readonly height: number}
    /** Sections of which the first `scroll` lines are above the body. */
    | {
        readonly kind: 'sections';
        readonly sections: readonly Section[];
        readonly scroll: number;
        readonly height: number;
      };
  readonly below: readonly Line[];
};

export function toScreen(state: State): Screen {
  const screen = screenOf(state);
  return state.settings.ascii ? screenInAscii(screen) : screen;
}

function screenOf(state: State): Screen {
  switch (state.mode.at) {
    case 'list':
      return listScreen(state);
    case 'detail':
      return detailScreen(state, state.mode);
    case 'help':
      return textScreen(state, state.mode, 'portwatch help');
    case 'closed':
      return textScreen(state, state.mode, closedTitle(state));
    case 'filter':
      return {...listScreen(state), below: prompt(state, filterPrompt(state, state.mode))};
    case 'confirm': {
      const {over} = state.mode;
      const below = over.at === 'list' ? listScreen(state) : detailScreen(state, over);
      return {...below, below: prompt(state, confirmPrompt(state, state.mode))};
    }
    case 'export':
      return {...listScreen(state), below: prompt(state, exportPrompt(state))};
  }
}

/** What asks for something stands in the place of the keys; a pane without that line shows it all the same. */
const prompt = ({size}: State, asked: Line): readonly Line[] =>
  listFrame(size).footer ? [cutLine(asked, size.columns)] : [];

function listScreen(given: State): Screen {
  const state = asListed(given);
  const {size, settings, top, cursor, list} = state;
  const frame = listFrame(size);
  const lines = linesOf(state);
  const at = cursor ? lines.indexOf(cursor) : -1;
  const visible: Line[] = [];
  for (let index = top; index < Math.min(top + frame.body, lines.length); index++) {
    const each = lines.at(index);
    if (!each) break;
    visible.push(listLine(state, each, index === at));
  }
  const empty = list && lines.length === 0 ? [cutLine(emptyLine(state), size.columns)] : [];
  const titles = frame.titles ? [titleLine(listColumns(state), state.sort, settings.symbols)] : [];
  return {
    above: [...headerLines(state, frame.header), ...titles].map(each => cutLine(each, size.columns)),
    body: {kind: 'lines', lines: [...visible, ...empty], height: frame.body},
    below: footer(state, frame, lines.length === 0 ? '' : `${at + 1}/${lines.length}`),
  };
}

/** The state that the list is of: while another one is arranged, what stands above must say what stands below. */
function asListed(state: State): State {
  if (!state.list || isListCurrent(state)) return state;
  const {typeFilter, sort, grouping, query} = state.list.listQuery;
  return {...state, typeFilter, sort, grouping, filter: {...state.filter, query}};
}

function emptyLine({list, typeFilter, filter}: State): Line {
  const hidden = list?.hiddenLoopback ?? 0;
  if (filter.query.text !== '')
    return line(span(`  No socket of ${list?.countBeforeFilter ?? 0} is kept by the filter; Esc clears it.`));
  const narrowed = typeFilter.protocols.size > 0 || typeFilter.families.size > 0 || typeFilter.listening;
  if (hidden > 0) return line(span(`  No other sockets: ${hidden} on loopback are hidden, L shows them.`));
  return line(span(narrowed ? '  No socket is of the kind asked for.' : '  This host has no TCP or UDP sockets.'));
}

function detailScreen(state: State, detail: Detail): Screen {
  const {size, settings} = state;
  const frame = pageFrame(size);
  const page = pageOf(state, detail);
  const sections = page?.kind === 'sections' ? page.sections : [];
  const metrics = metricsOf({kind: 'sections', sections});
  const scroll = firstLine(detail.scroll, metrics, frame.body);
  const {row, closedAt} = detail;
  const {socket} = row;
  const title = joinParts(
    [
      closedAt === null
        ? {says: [[span(socket.state, 'heading')]], rank: 1}
        : {
            says: [
              [span(` GONE since ${clockTime(closedAt)} `, 'alert'), span(` was ${socket.state}`)],
              [span(' GONE ', 'alert')],
            ],
            rank: 0,
          },
      {
        says: [[span(steady(`${protocolText(socket)} ${endsText(row, size.columns, settings.symbols)}`), 'strong')]],
        rank: 0,
      },
      {says: [row.service === null ? [] : [span(steady(row.service))]], rank: 2},
      ...(state.pausedAt === null ? [] : [{says: [[span(' PAUSED ', 'alert')]], rank: 0}]),
    ],
    size.columns,
    '  ',
  );
  return {
    above: frame.header ? [cutLine(title, size.columns)] : [],
    body: {kind: 'sections', sections, scroll, height: frame.body},
    below: footer(state, frame, positionText(scroll, metrics.height, frame.body)),
  };
}

/** A text over the list that scrolls. */
function textScreen(state: State, mode: HelpMode | ClosedMode, title: string): Screen {
  const {size} = state;
  const frame = pageFrame(size);
  const page = pageOf(state, mode);
  const lines = page?.kind === 'lines' ? page.lines : [];
  const scroll = firstLine(mode.scroll, metricsOf({kind: 'lines', lines}), frame.body);
  return {
    above: frame.header ? [cutLine(line(span(title, 'accent')), size.columns)] : [],
    body: {
      kind: 'lines',
      lines: lines.slice(scroll, scroll + frame.body).map(each => cutLine(each, size.columns)),
      height: frame.body,
    },
    below: footer(state, frame, positionText(scroll, lines.length, frame.body)),
  };
}

/** Where in a text one is, as less(1) says it. */
function positionText(scroll: number, height: number, body: number): string {
  if (height <= body) return '';
  return scroll + body >= height ? 'end' : `${Math.floor((100 * (scroll + body)) / height)}%`;
}

/** The keys; in their place what was just done, or what happened while nobody was there. */
function footer(state: State, frame: Frame, position: string): readonly Line[] {
  const {mode, size, settings, notice} = state;
  if (!frame.footer) return [];
  const news = notice === null ? sinceSpans(state) : [span(steady(notice), 'accent')];
  return [
    news.length > 0 ? cutLine(line(...news), size.columns) : keysLine(mode.at, size.columns, position, settings.ascii),
  ];
}

const keysLine = memoizeLast((...given: Parameters<typeof footerLine>) => cutLine(footerLine(...given), given[1]));
