import type {Judged} from './witness.ts';

/**
 * The table of the readme: the sockets without a peer that each unit holds, and the verdicts. Ports that nobody chose
 * are `*`.
 */
export function unitsTable(sockets: readonly Judged[]): string {
  const waiting = sockets.filter(({peer, owner}) => peer === null && owner.known);
  const byUnit = Map.groupBy(waiting, ({owner, role}) => {
    const [first] = owner.processes ?? [];
    return first?.pid === 1 ? (role ?? 'init.scope') : (first?.unit ?? owner.why ?? '');
  });
  const rows = [...byUnit]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, held]) => {
      const programs = [...new Set(held.flatMap(({owner}) => owner.processes?.[0]?.name ?? []))].toSorted();
      const verdicts = Map.groupBy(held, ({assessment}) => assessment.verdict);
      const cell = ['explained', 'learn', 'suspect']
        .flatMap(verdict => (verdicts.has(verdict) ? [`${ends(verdicts.get(verdict) ?? [])} ${verdict}`] : []))
        .join('<br>');
      return `| ${unit} | ${programs.slice(0, 4).join(', ')}${programs.length > 4 ? ' …' : ''} | ${cell} |`;
    });
  return ['| unit | programs | sockets and verdicts |', '| --- | --- | --- |', ...rows].join('\n');
}

const firstDynamicPort = 50_000;

/** Whether nobody chose the port: one of clients, or a privileged one that rpc.statd is given (bindresvport(3)). */
const isGiven = ({local: {port}, owner}: Judged): boolean =>
  port >= firstDynamicPort || (port < 1024 && owner.processes?.[0]?.name === 'rpc.statd');

const ends = (sockets: readonly Judged[]): string =>
  [...new Set(sockets.map(socket => `${socket.protocol} ${isGiven(socket) ? '*' : socket.local.port}`))].join(', ');
