import {isListCurrent} from '../app/state/build-list.ts';
import {type Frame, listFrame, pageFrame} from '../app/state/frame.ts';
import {linesOf} from '../app/state/line-index.ts';
import type {AcceptMode, ClosedMode, ConfirmMode, Detail, DriftMode, HelpMode} from '../app/state/modes.ts';
import {firstLine} from '../app/state/scroll.ts';
import type {State} from '../app/state/state.ts';
import {type Line, line, span} from '../domain/line.ts';
import {screenInAscii} from './ascii.ts';
import {closedTitle} from './closed/closed-lines.ts';
import type {Section} from './detail/content.ts';
import {detailTitle} from './detail/detail-title.ts';
import {driftTitle} from './drift/drift-page.ts';
import {footerLine} from './footer.ts';
import {emptyLine} from './list/empty-line.ts';
import {headerLines} from './list/header.ts';
import {listColumns, listLine} from './list/list-body.ts';
import {titleLine} from './list/rows.ts';
import {sinceSpans} from './list/since.ts';
import {metricsOf, pageOf} from './page.ts';
import {acceptPrompt} from './prompt/accept-prompt.ts';
import {confirmPrompt} from './prompt/confirm-prompt.ts';
import {exportPrompt, filterPrompt} from './prompt/prompt.ts';
import {steady} from './text/fit.ts';
import {memoizeLast} from './text/memoize-last.ts';
import {cutLine} from './text/parts.ts';

/** The lines on the terminal: lines above the body, a body of `height` lines, and lines below. */
export type Screen = {
  readonly above: readonly Line[];
  readonly body:
    | {readonly kind: 'lines'; readonly lines: readonly Line[]; readonly height: number}
    /** The first `scroll` lines of the sections are not shown. */
    | {
        readonly kind: 'sections';
        readonly sections: readonly Section[];
        readonly scroll: number;
        readonly height: number;
      };
  readonly below: readonly Line[];
};

/** The screen of a state. The work is linear in the lines on the screen, except for a page that is built anew. */
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
    case 'drift':
      return textScreen(state, state.mode, driftTitle(state));
    case 'accept':
      return {...coveredScreen(state, state.mode), below: prompt(state, acceptPrompt(state, state.mode))};
    case 'confirm':
      return {...coveredScreen(state, state.mode), below: prompt(state, confirmPrompt(state, state.mode))};
    case 'export':
      return {...listScreen(state), below: prompt(state, exportPrompt(state))};
  }
}

/** The screen that a prompt is over. */
const coveredScreen = (state: State, {over}: AcceptMode | ConfirmMode): Screen =>
  over.at === 'list' ? listScreen(state) : detailScreen(state, over);

/** A prompt takes the place of the footer; a pane without a footer does not show it. */
const prompt = ({size}: State, promptLine: Line): readonly Line[] =>
  listFrame(size).footer ? [cutLine(promptLine, size.columns)] : [];

function listScreen(requested: State): Screen {
  const state = asListed(requested);
  const {size, settings, top, cursor, list} = state;
  const frame = listFrame(size);
  const lines = linesOf(state);
  const at = cursor ? lines.indexOf(cursor) : -1;
  const visible: Line[] = [];
  for (let index = top; index < Math.min(top + frame.body, lines.length); index++) {
    const line = lines.at(index);
    if (!line) break;
    visible.push(listLine(state, line, index === at));
  }
  const empty = list && lines.length === 0 ? [cutLine(emptyLine(state), size.columns)] : [];
  const titles = frame.titles ? [titleLine(listColumns(state), state.sort, settings.symbols)] : [];
  return {
    above: [...headerLines(state, frame.header), ...titles].map(text => cutLine(text, size.columns)),
    body: {kind: 'lines', lines: [...visible, ...empty], height: frame.body},
    below: footer(state, frame, lines.length === 0 ? '' : `${at + 1}/${lines.length}`),
  };
}

/** The state with the query of its list: while another list is built, the header must describe the list below it. */
function asListed(state: State): State {
  if (!state.list || isListCurrent(state)) return state;
  const {typeFilter, sort, grouping, query, compact} = state.list.listQuery;
  return {...state, typeFilter, sort, grouping, compact, filter: {...state.filter, query}};
}

function detailScreen(state: State, detail: Detail): Screen {
  const frame = pageFrame(state.size);
  const page = pageOf(state, detail);
  const sections = page?.kind === 'sections' ? page.sections : [];
  const metrics = metricsOf({kind: 'sections', sections});
  const scroll = firstLine(detail.scroll, metrics, frame.body);
  return {
    above: frame.header ? [detailTitle(detail, state)] : [],
    body: {kind: 'sections', sections, scroll, height: frame.body},
    below: footer(state, frame, positionText(scroll, metrics.height, frame.body)),
  };
}

/** The screen of a page of lines. */
function textScreen(state: State, mode: HelpMode | ClosedMode | DriftMode, title: string): Screen {
  const {size} = state;
  const frame = pageFrame(size);
  const page = pageOf(state, mode);
  const lines = page?.kind === 'lines' ? page.lines : [];
  const scroll = firstLine(mode.scroll, metricsOf({kind: 'lines', lines}), frame.body);
  return {
    above: frame.header ? [cutLine(line(span(title, 'accent')), size.columns)] : [],
    body: {
      kind: 'lines',
      lines: lines.slice(scroll, scroll + frame.body).map(text => cutLine(text, size.columns)),
      height: frame.body,
    },
    below: footer(state, frame, positionText(scroll, lines.length, frame.body)),
  };
}

/** The scroll position, in the form of less(1); empty where the whole page is shown. */
function positionText(scroll: number, height: number, body: number): string {
  if (height <= body) return '';
  return scroll + body >= height ? 'end' : `${Math.floor((100 * (scroll + body)) / height)}%`;
}

/** A notice, the changes since the last key, or else the keys. */
function footer(state: State, frame: Frame, position: string): readonly Line[] {
  const {mode, size, settings, notice} = state;
  if (!frame.footer) return [];
  const news = notice === null ? sinceSpans(state) : [span(steady(notice), 'accent')];
  return [
    news.length > 0 ? cutLine(line(...news), size.columns) : keysLine(mode.at, size.columns, position, settings.ascii),
  ];
}

const keysLine = memoizeLast((...parameters: Parameters<typeof footerLine>) =>
  cutLine(footerLine(...parameters), parameters[1]),
);
