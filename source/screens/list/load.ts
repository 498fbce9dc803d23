import type {HostLoad, InterfaceRate} from '../../domain/host.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {bytesText} from '../text/bytes.ts';
import {steady} from '../text/fit.ts';
import {joinParts, type LinePart} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';

/** The load of the host and the rates of its busiest interface, as much as fits; empty before the first reading. */
export function loadLine(load: HostLoad | null, {down, up}: Symbols, cells: number): Line {
  if (!load) return line();
  const [busiest] = [...load.interfaces].sort((a, b) => rateOf(b) - rateOf(a));
  const {name, rxPerSecond = null, txPerSecond = null} = busiest ?? {};
  const part = (text: string | null, rank: number): LinePart => ({
    variants: [text === null ? [] : [span(text, 'dim')]],
    rank,
  });
  const traffic =
    rxPerSecond === null || txPerSecond === null
      ? null
      : `${steady(name ?? '')} ${down} ${bytesText(rxPerSecond)}/s ${up} ${bytesText(txPerSecond)}/s`;
  const memory = load.memoryPercent === null ? null : `mem ${Math.round(load.memoryPercent)}%`;
  return joinParts(
    [
      part(`load ${load.load1.toFixed(2)}`, 1),
      part(`cpu ${Math.round(load.cpuPercent)}%`, 2),
      part(memory, 4),
      part(traffic, 3),
    ],
    cells,
    '  ',
  );
}

const rateOf = ({rxPerSecond, txPerSecond}: InterfaceRate): number => (rxPerSecond ?? 0) + (txPerSecond ?? 0);
