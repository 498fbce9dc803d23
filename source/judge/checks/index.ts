import {baselineCheckId, baselineFails} from '../baseline/baseline-check.ts';
import type {CheckRecord, CheckWords} from './check.ts';
import {loopbackTrue} from './loopback-true.ts';
import {nameServer} from './name-server.ts';
import {ownerInjected} from './owner-injected.ts';
import {ownerIntact} from './owner-intact.ts';
import {ownerPackaged} from './owner-packaged.ts';
import {ownerPath} from './owner-path.ts';
import {ownerProgram} from './owner-program.ts';
import {ownerRelay} from './owner-relay.ts';
import {ownerScript} from './owner-script.ts';
import {ownerShell} from './owner-shell.ts';
import {ownerUnchanged} from './owner-unchanged.ts';
import {procfsForged} from './procfs-forged.ts';
import {serviceAccount} from './service-account.ts';

/**
 * Every check, in the order in which the detail shows them. Of two equal failures, the first gives the row its reason.
 */
export const checks: readonly CheckRecord[] = [
  ownerProgram,
  procfsForged,
  ownerPath,
  ownerIntact,
  ownerUnchanged,
  ownerShell,
  ownerRelay,
  ownerScript,
  ownerInjected,
  ownerPackaged,
  serviceAccount,
  nameServer,
  loopbackTrue,
];

/**
 * The words of every check, also of the cross-check that opening a socket makes (`inspect/cross-check.ts`), and of the
 * check against the baseline (`baseline/baseline-check.ts`).
 */
export const checkWords: readonly CheckWords[] = [
  {
    id: 'cross-check',
    fails: 'lsof and the kernel name different processes as its owner, once the socket was opened',
    leads: 'suspect',
  },
  ...checks,
  {id: baselineCheckId, fails: baselineFails, leads: 'suspect'},
];
