import type {Family, Protocol, Socket} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';

/** The filter of the options `-t -u -4 -6 -l -L`. An empty set passes everything. */
export type TypeFilter = {
  readonly protocols: ReadonlySet<Protocol>;
  readonly families: ReadonlySet<Family>;
  readonly listening: boolean;
  readonly hideLoopback: boolean;
};

export type TypeFilterResult = {
  readonly rows: readonly AssessedSocket[];
  /** The number of sockets that only `hideLoopback` removes. */
  readonly hiddenLoopback: number;
};

/** The rows that the filter passes, in their order; the list itself where the filter passes everything. */
export function applyTypeFilter(rows: readonly AssessedSocket[], typeFilter: TypeFilter): TypeFilterResult {
  if (isOpen(typeFilter)) return {rows, hiddenLoopback: 0};
  const {protocols, families, listening, hideLoopback} = typeFilter;
  const matching = rows.filter(
    ({socket, direction}) =>
      (protocols.size === 0 || protocols.has(socket.protocol)) &&
      (families.size === 0 || families.has(socket.family)) &&
      (!listening || direction === 'listening' || (receivesUnasked(socket) && direction === 'unconnected')),
  );
  const shown = hideLoopback ? matching.filter(({loopback}) => !loopback) : matching;
  return {rows: shown, hiddenLoopback: matching.length - shown.length};
}

/** Whether it may get datagrams that nobody here asked for; a ping socket gets answers alone. */
const receivesUnasked = ({protocol}: Socket): boolean => protocol !== 'tcp' && protocol !== 'icmp';

/** Whether the filter passes everything. */
export const isOpen = ({protocols, families, listening, hideLoopback}: TypeFilter): boolean =>
  protocols.size === 0 && families.size === 0 && !listening && !hideLoopback;
