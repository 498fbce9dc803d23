import {bsdNetstat} from './bsd-netstat.ts';
import {sockstat} from './bsd-sockstat.ts';
import {linuxNetstat} from './linux-netstat.ts';
import {lsofColumns} from './lsof-columns.ts';
import {lsofFields} from './lsof-fields.ts';
import {fstat} from './openbsd-fstat.ts';
import type {Format} from './parsed-row.ts';
import {processStatus, tasklist} from './process-lists.ts';
import {ss} from './ss.ts';
import {windowsNetstat} from './windows-netstat.ts';

/** Every table that can be read. A line belongs to the first that takes it. */
export const formats: readonly Format[] = [
  ss,
  linuxNetstat,
  bsdNetstat,
  windowsNetstat,
  lsofColumns,
  lsofFields,
  sockstat,
  fstat,
  tasklist,
  processStatus,
];

/** Completes "accepted: …". */
export const acceptedFormats =
  'ss, netstat (Linux, macOS, BSD, Windows), lsof -i, lsof -F, sockstat and fstat, as these commands print them';
