import {type ListenerBlock, reachClasses} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import type {AssessedSocket} from '../assess-all.ts';
import type {Assessment} from '../assessment.ts';
import {isUpgrade} from '../checks/owner-intact.ts';
import {compareBytes} from './compare-bytes.ts';
import {compareImage} from './compare-image.ts';
import {compareOwner, ownerOf} from './compare-owner.ts';
import {asExpected, type Compared, drifted, joined, noted, notSeen} from './difference.ts';
import {reachOf, reachWords} from './reach.ts';
import {isSameUnit, type SeenOwner} from './seen-owner.ts';

/**
 * Compares a listener with a block. Another owner explains another unit, other bytes and other failed checks, and other
 * bytes explain the checks of the bytes, so each change has one name.
 */
export function compareListener(block: ListenerBlock, row: AssessedSocket, evidence: Evidence): Compared {
  const reach = compareReach(block, row);
  const owner = compareOwner(block, block.unit, row, evidence);
  if (owner.drift.length > 0) return joined(owner, reach);
  const seen = ownerOf(row, evidence);
  const image = seen ? compareImage(block, seen) : asExpected;
  if (image.drift.length > 0) return joined(image, reach);
  // Another tag of the image has other bytes.
  const bytes = seen && image.notes.length === 0 ? compareBytes(block, seen) : asExpected;
  const unit = seen ? compareUnit(block, seen) : asExpected;
  const checks = compareChecks(block, row.assessment, bytes.drift.length > 0);
  return joined(owner, image, bytes, unit, checks, reach);
}

function compareReach({reach}: ListenerBlock, row: AssessedSocket): Compared {
  const seen = reachOf(row);
  if (reach === null || seen === null) return asExpected;
  const now = `${reachWords[seen]} (${row.socket.local.address})`;
  const difference = reachClasses.indexOf(seen) - reachClasses.indexOf(reach);
  if (difference > 0) return drifted('widened', reachWords[reach], now);
  return difference < 0 ? noted('narrower', `${reachWords[reach]} accepted, now ${now}`) : asExpected;
}

function compareUnit({unit}: ListenerBlock, {units, manager, activates}: SeenOwner): Compared {
  if (unit === null || units.some(each => isSameUnit(each, unit))) return asExpected;
  if (manager !== null && !activates.known) return notSeen('unit', activates.why);
  return drifted('unit', unit, units[0] ?? 'no unit');
}

/** The checks of the bytes of a program: other bytes than accepted explain that they fail. */
const checksOfBytes: ReadonlySet<string> = new Set(['owner-unchanged', 'owner-packaged', 'owner-intact']);

/** Checks that fail, and did not when the block was accepted. */
export function newlyFailed({failed}: Pick<ListenerBlock, 'failed'>, {checks}: Assessment): Assessment['checks'] {
  return checks.filter(
    check =>
      check.result === 'fail' &&
      !failed.some(each => each === check.id) &&
      !isUpgrade(check) &&
      check.id !== 'baseline' &&
      check.id !== 'cross-check',
  );
}

function compareChecks(block: ListenerBlock, assessment: Assessment, areBytesOthers: boolean): Compared {
  const found = newlyFailed(block, assessment).filter(({id}) => !(areBytesOthers && checksOfBytes.has(id)));
  if (found.length === 0) return asExpected;
  const accepted = block.failed.length === 0 ? 'no failed check' : `failed: ${block.failed.join(', ')}`;
  const seen = found.map(({id, detail}) => `${id}: ${detail}`).join('; ');
  return drifted('check', accepted, seen);
}
