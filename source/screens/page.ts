import type {Detail, ModeState} from '../app/state/modes.ts';
import type {PageMetrics} from '../app/state/scroll.ts';
import type {State} from '../app/state/state.ts';
import {publishedWords} from '../app/table/published.ts';
import {hiddenNotes} from '../app/table/summary.ts';
import {noEvidence} from '../domain/evidence.ts';
import type {Line} from '../domain/line.ts';
import {hostNotes} from '../judge/host-notes.ts';
import {closedLines} from './closed/closed-lines.ts';
import {acceptanceLines} from './detail/acceptance-lines.ts';
import {contentHeight, type Section, sectionTop} from './detail/content.ts';
import {sectionsOf} from './detail/detail-sections.ts';
import {driftPageLines} from './drift/drift-page.ts';
import {helpLines} from './help/help-lines.ts';
import {memoizeLast} from './text/memoize-last.ts';

/** The text of a screen over the list. */
export type Page =
  | {readonly kind: 'lines'; readonly lines: readonly Line[]}
  | {readonly kind: 'sections'; readonly sections: readonly Section[]};

/** The page of a mode, also below a prompt; null where there is only the list. */
export function pageOf(state: State, mode: ModeState = state.mode): Page | null {
  switch (mode.at) {
    case 'detail':
      return detailPage(state, mode);
    case 'help': {
      const {size, settings, list} = state;
      return helpPage(mode.over.at, size.columns, settings, list);
    }
    case 'closed':
      return closedPage(state.track.closed, state.size.columns, state.settings.symbols);
    case 'drift':
      return driftPage(state.list, state.size.columns, state.settings);
    case 'accept':
    case 'confirm':
      return pageOf(state, mode.over);
    case 'list':
    case 'filter':
    case 'export':
      return null;
  }
}

// Pages are memoized: a key that scrolls and the frame after it both need the same page.
function detailPage({size, settings, list, hostNames}: State, {row, inspection, rates}: Detail): Page {
  const {source, platform, evidence = noEvidence, baseline} = list?.snapshot ?? {};
  const published = publishedOf(row, list?.assessed.rows ?? []);
  const acceptance = acceptanceOf(row, evidence, baseline ?? null, size.columns, settings.symbols);
  return detailText(row, inspection, rates, size.columns, settings, source, platform, hostNames, published, acceptance);
}

const publishedOf = memoizeLast(publishedWords);
const acceptanceOf = memoizeLast(acceptanceLines);

const detailText = memoizeLast(
  (...parameters: Parameters<typeof sectionsOf>): Page => ({kind: 'sections', sections: sectionsOf(...parameters)}),
);

const helpPage = memoizeLast(
  (
    at: 'list' | 'detail' | 'closed' | 'drift',
    cells: number,
    settings: State['settings'],
    list: State['list'],
  ): Page => {
    const {symbols, ascii, readOnly = false} = settings;
    const hidden = list ? hiddenNotes(list.summary) : [];
    const problems = [...hidden, ...(list?.snapshot.problems ?? []).map(({text}) => text)];
    const notes = hostNotes(list?.snapshot.evidence).map(({text}) => text);
    const localFamilies = list?.snapshot.localFamilies ?? [];
    const {baseline} = list?.snapshot ?? {};
    const isUnread = (list?.snapshot.problems ?? []).some(({kind}) => kind === 'baseline');
    const hasBaseline = baseline !== undefined || isUnread;
    const options = {cells, symbols, ascii, readOnly, problems, hostNotes: notes, localFamilies, hasBaseline};
    return {kind: 'lines', lines: helpLines(at, options)};
  },
);

const closedPage = memoizeLast(
  (...parameters: Parameters<typeof closedLines>): Page => ({kind: 'lines', lines: closedLines(...parameters)}),
);

const driftPage = memoizeLast(
  (list: State['list'], ...rest: readonly [cells: number, settings: State['settings']]): Page => ({
    kind: 'lines',
    lines: list ? driftPageLines(list, ...rest) : [],
  }),
);

/** The metrics of the page on the screen, for `update`, which needs them when a page scrolls. */
export function measurePage(state: State): PageMetrics {
  const page = pageOf(state);
  return page ? metricsOf(page) : {height: 0, tops: noTops};
}

const noTops = {lsof: 0, acceptance: 0};

/** The height of a page, and the lines of the sections that keys go to. */
export const metricsOf = (page: Page): PageMetrics =>
  page.kind === 'lines'
    ? {height: page.lines.length, tops: noTops}
    : {
        height: contentHeight(page.sections),
        tops: {lsof: sectionTop(page.sections, 'lsof'), acceptance: sectionTop(page.sections, 'acceptance')},
      };
