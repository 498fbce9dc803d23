import {known} from '../../domain/known.ts';
import type {ListedProcess} from '../../domain/socket.ts';
import type {Files} from '../../linux/proc-files.ts';
import {listPids} from '../list-pids.ts';
import {createTimeSlices} from '../time-slices.ts';
import type {EvidenceTable} from './evidence-table.ts';
import {findRelays} from './find-relays.ts';

type Place = {readonly files: Files; readonly proc: string; readonly pause: () => Promise<void>};

/** Milliseconds of listing processes between two turns of the event loop. */
const slice = 8;

/** Takes in the shell that each of these processes feeds or is fed by. Linear in the processes of the host. */
export async function readRelays(
  processes: readonly ListedProcess[],
  table: EvidenceTable,
  {files, proc, pause}: Place,
): Promise<void> {
  const pids = await listPids(files, proc, createTimeSlices(slice));
  const holders = new Set(processes.map(({pid}) => pid));
  const relays = await findRelays(files, proc, holders, pids, pause);
  for (const each of processes) {
    const before = table.get(each)?.relay;
    const relay = relays.get(each.pid) ?? null;
    // A relay stays known while the process lives, because its shell may end first.
    if (relay === null && before?.known && before.value !== null) continue;
    table.set(each, {relay: known(relay)});
  }
}
