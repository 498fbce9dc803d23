import type {LsofRecord, LsofResult} from '../domain/inspection.ts';
import {isHeldByKernelAlone, whyUnknownWords} from '../domain/known.ts';
import {type ListedHolder, listedHolders, type Owner} from '../domain/socket.ts';
import {type Clean, trusted} from '../domain/text.ts';
import type {Check, CheckResult} from '../domain/verdict.ts';
import type {FdStatus} from '../linux/fd-status.ts';

/** Whether each process that lsof or the kernel named has the socket open, read from `/proc/PID/fd` after lsof ran. */
export type FdStatuses = ReadonlyMap<number, FdStatus>;

const check = (result: CheckResult, detail: string): Check => ({id: 'cross-check', result, detail: trusted(detail)});

/** The check on systems without /proc as Linux has it: the owner comes from the tools themselves. */
export const noCrossCheck = check(
  'unknown',
  'on this system the owner is what its tools say, and nothing else can confirm it',
);

/**
 * Whether lsof and the kernel's own tables name the same processes. A process counts against lsof only where it held
 * the socket both before lsof ran (`owner`) and after (`now`): one that came or went in between proves nothing.
 */
export function crossCheck(owner: Owner, lsof: LsofResult, now: FdStatuses): Check {
  switch (lsof.kind) {
    case 'missing':
      return check('unknown', 'lsof is not installed');
    case 'timed-out':
      return check('unknown', `lsof took longer than ${lsof.limit / 1000} s`);
    case 'failed':
      return check('unknown', `lsof failed: ${lsof.message}`);
    case 'refused':
      return check('unknown', 'lsof could not see every process');
    case 'none':
      return owner.known ? notListed(listedHolders(owner), now) : bothNone(owner.why);
    case 'records':
      return owner.known ? compare(listedHolders(owner), lsof.records, now) : lsofAlone(owner.why, lsof.records, now);
  }
}

type WhyUnknown = Extract<Owner, {known: false}>['why'];

function bothNone(why: WhyUnknown): Check {
  if (isHeldByKernelAlone(why) || why === 'no-process') {
    return check('pass', 'neither lsof nor the kernel names a process');
  }
  return check('unknown', `lsof names no process; owner ${whyUnknownWords[why].long}`);
}

function notListed(holders: readonly ListedHolder[], now: FdStatuses): Check {
  if (holders.length === 0) return check('pass', 'neither lsof nor the kernel names a process');
  const still = holders.filter(({process}) => now.get(process.pid) === 'holds');
  if (still.length > 0)
    return check('fail', `lsof does not list the socket, which the kernel shows open in ${names(still)}`);
  if (holders.some(({process}) => stateOf(now, process.pid) === 'hidden')) {
    return check(
      'unknown',
      `lsof does not list the socket; whether ${names(holders)} still has it open could not be read`,
    );
  }
  return check('unknown', `${names(holders)} let go of the socket before lsof read it`);
}

function compare(holders: readonly ListedHolder[], records: readonly LsofRecord[], now: FdStatuses): Check {
  const listed = new Set(records.map(({pid}) => pid));
  const seen = new Set(holders.map(({process}) => process.pid));
  const missed = holders.filter(({process}) => !listed.has(process.pid) && now.get(process.pid) === 'holds');
  if (missed.length > 0) {
    return check('fail', `lsof names ${listedNames(records)}, but not ${names(missed)}, which the kernel shows`);
  }
  const unsure = records.filter(({pid}) => !seen.has(pid) && now.get(pid) !== 'holds');
  if (unsure.length > 0) {
    return check('unknown', `lsof also names ${listedNames(unsure)}, which the kernel did not show: refresh`);
  }
  const hidden = holders.filter(({process}) => !listed.has(process.pid) && stateOf(now, process.pid) === 'hidden');
  if (hidden.length > 0) {
    return check('unknown', `lsof does not name ${names(hidden)}; whether it still holds the socket could not be read`);
  }
  return check('pass', `lsof and the kernel both name ${listedNames(records)}`);
}

function lsofAlone(why: WhyUnknown, records: readonly LsofRecord[], now: FdStatuses): Check {
  if (records.every(({pid}) => now.get(pid) === 'holds')) {
    return check('pass', `lsof and the kernel both name ${listedNames(records)}`);
  }
  return check('unknown', `lsof names ${listedNames(records)}; owner ${whyUnknownWords[why].long}`);
}

/** A process whose descriptors were not read counts as hidden. */
const stateOf = (now: FdStatuses, pid: number): FdStatus => now.get(pid) ?? 'hidden';

const names = (holders: readonly ListedHolder[]): Clean =>
  list(holders.map(({process}) => `${process.name} (${process.pid})`));

const listedNames = (records: readonly LsofRecord[]): Clean =>
  list(records.map(({command, pid}) => `${command} (${pid})`));

/** The first three, and how many more. */
function list(all: readonly string[]): Clean {
  const distinct = [...new Set(all)];
  const more = distinct.length - 3;
  return trusted(more > 0 ? `${distinct.slice(0, 3).join(', ')} and ${more} more` : distinct.join(', '));
}
