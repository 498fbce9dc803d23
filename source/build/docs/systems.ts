import {systemTools, type ToolCall} from '../../collect/native/native-tools.ts';
import type {OtherSystem} from '../../domain/snapshot.ts';

const names: Readonly<Record<OtherSystem, string>> = {
  darwin: 'macOS',
  win32: 'Windows',
  freebsd: 'FreeBSD',
  netbsd: 'NetBSD',
  openbsd: 'OpenBSD',
};

/** Of each system that is not Linux: the commands that list its sockets and their owners, and facts that they lack. */
export const systemRows = (): readonly (readonly string[])[] =>
  Object.entries(systemTools).map(([system, {sockets, programs, owners, hidesOthers, notReported}]) => [
    names[system as OtherSystem],
    typed(sockets),
    [...(programs ? [`the same, with ${typed(programs)}`] : []), ...(owners ? [typed(owners)] : [])].join('; '),
    `${notReported}${hidesOthers ? "; without root, other users' owners" : ''}`,
  ]);

const typed = ({tool, parameters}: ToolCall): string => `\`${[tool, ...parameters].join(' ')}\``;
