import {bsdNetstat} from './bsd-netstat.ts';
import {sockstat} from './bsd-sockstat.ts';
import type {Format} from './format.ts';
import {linuxNetstat} from './linux-netstat.ts';
import {lsofColumns} from './lsof-columns.ts';
import {lsofFields} from './lsof-fields.ts';
import {fstat} from './openbsd-fstat.ts';
import {powershell} from './powershell.ts';
import {powershellJson} from './powershell-json.ts';
import {powershellProcesses} from './powershell-processes.ts';
import {procNet} from './proc-net.ts';
import {processStatus, tasklist} from './process-lists.ts';
import {solarisNetstat} from './solaris-netstat.ts';
import {ss} from './ss.ts';
import {windowsNetstat} from './windows-netstat.ts';
import {zosNetstat} from './zos-netstat.ts';

/** Every table that can be read. A line belongs to the first that reads it. */
export const formats = {
  ss,
  'linux-netstat': linuxNetstat,
  'bsd-netstat': bsdNetstat,
  'windows-netstat': windowsNetstat,
  'solaris-netstat': solarisNetstat,
  'zos-netstat': zosNetstat,
  powershell,
  'powershell-json': powershellJson,
  'lsof-columns': lsofColumns,
  'lsof-fields': lsofFields,
  sockstat,
  fstat,
  'proc-net': procNet,
  tasklist,
  'powershell-processes': powershellProcesses,
  'process-status': processStatus,
} satisfies Readonly<Record<string, Format>>;

export type FormatId = keyof typeof formats;

/** `formats` as a list, in the same order. */
export const formatList = Object.entries(formats) as readonly (readonly [FormatId, Format])[];

/** The tables of sockets, a command each, as `ss, netstat (Linux, macOS), lsof -i or fstat`. */
export function acceptedFormats(conjunction: 'and' | 'or'): string {
  const tables = formatList.map(([, format]) => format).filter(({ofProcesses}) => !ofProcesses);
  const commands = [...Map.groupBy(tables, ({command}) => command)].map(([command, alike]) => {
    const systems = alike.flatMap(format => format.systems ?? []);
    return systems.length === 0 ? command : `${command} (${systems.join(', ')})`;
  });
  return `${commands.slice(0, -1).join(', ')} ${conjunction} ${commands.at(-1)}`;
}
