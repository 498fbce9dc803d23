import {bytesText} from '../layout/bytes.ts';
import {steady} from '../layout/fit.ts';
import type {Symbols} from '../layout/symbols.ts';
import type {HostLoad, InterfaceRate} from '../model/host.ts';
import {type Line, line, span} from '../model/line.ts';

/** Load of the host and the rates of its busiest interface; empty until they were read. */
export function loadLine(load: HostLoad | null, {down, up}: Symbols): Line {
  if (!load) return line();
  const [busiest] = [...load.interfaces].sort((a, b) => rateOf(b) - rateOf(a));
  const {name, rxPerSecond = null, txPerSecond = null} = busiest ?? {};
  const traffic =
    rxPerSecond === null || txPerSecond === null
      ? ''
      : `  ${steady(name ?? '')} ${down} ${bytesText(rxPerSecond)}/s ${up} ${bytesText(txPerSecond)}/s`;
  return line(span(`load ${load.load1.toFixed(2)}  cpu ${Math.round(load.cpuPercent)}%${traffic}`, 'dim'));
}

const rateOf = ({rxPerSecond, txPerSecond}: InterfaceRate): number => (rxPerSecond ?? 0) + (txPerSecond ?? 0);
