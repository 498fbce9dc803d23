/**
 * A strict parser of Prometheus' text format, version 0.0.4, for tests. It is written after the description of the
 * format, knows nothing of the writer, and takes gauges alone.
 */

export type Series = {readonly labels: Readonly<Record<string, string>>; readonly value: number};
export type Family = {readonly help: string; readonly type: string; readonly series: readonly Series[]};

type Reader = {at: number; readonly line: string};

/** The families of a text by name. Throws for whatever the format does not allow, duplicate series among it. */
export function parseExposition(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  if (!text.isWellFormed()) throw new Error('a lone surrogate, which UTF-8 cannot write');
  const families = new Map<string, {help: string; type: string | null; series: Series[]}>();
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.*)$/s.exec(line) ?? [];
    if (kind === 'HELP') {
      if (families.has(name)) throw new Error(`a second HELP of ${name}`);
      families.set(name, {help: unescaped(rest, /\\[\\n]/g), type: null, series: []});
      current = name;
    } else if (kind === 'TYPE') {
      const family = families.get(name);
      if (name !== current || !family || family.type !== null) throw new Error(`TYPE out of place: ${line}`);
      family.type = rest;
    } else readSample(line, current, families);
  }
  return new Map([...families].map(([name, {help, type, series}]) => [name, {help, type: type ?? 'untyped', series}]));
}

function readSample(line: string, current: string, families: ReadonlyMap<string, {readonly series: Series[]}>): void {
  const reader: Reader = {at: 0, line};
  const name = take(reader, /[a-zA-Z_:][\w:]*/y);
  const series = families.get(name)?.series;
  if (name !== current || !series) throw new Error(`a sample outside of its family: ${line}`);
  const labels = line[reader.at] === '{' ? readLabels(reader) : {};
  take(reader, / /y);
  const value = Number(take(reader, /[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN/y).replace('Inf', 'Infinity'));
  if (reader.at !== line.length) throw new Error(`more after the value: ${line}`);
  const key = keyOf(labels);
  if (series.some(other => keyOf(other.labels) === key)) throw new Error(`a second series: ${line}`);
  series.push({labels, value});
}

function readLabels(reader: Reader): Record<string, string> {
  const labels: Record<string, string> = {};
  take(reader, /\{/y);
  for (;;) {
    const name = take(reader, /[a-zA-Z_]\w*/y);
    if (name in labels) throw new Error(`a second label ${name}: ${reader.line}`);
    const value = take(reader, /="(?:[^"\\]|\\["\\n])*"/y);
    labels[name] = unescaped(value.slice(2, -1), /\\["\\n]/g);
    if (take(reader, /[,}]/y) === '}') return labels;
  }
}

const keyOf = (labels: Series['labels']): string => JSON.stringify(Object.entries(labels).sort());

const unescaped = (text: string, escapes: RegExp): string =>
  text.replace(escapes, ([, sign]) => (sign === 'n' ? '\n' : (sign ?? '')));

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at;
  const [found] = pattern.exec(reader.line) ?? [];
  if (found === undefined) throw new Error(`no ${pattern.source} at ${reader.at}: ${reader.line}`);
  reader.at += found.length;
  return found;
}
