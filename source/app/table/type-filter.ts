import type {Family, Protocol} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';

/** What is shown of all sockets, as the options `-t -u -4 -6 -l -L` say; an empty set narrows nothing. */
export type TypeFilter = {
  readonly protocols: ReadonlySet<Protocol>;
  readonly families: ReadonlySet<Family>;
  readonly listening: boolean;
  readonly hideLoopback: boolean;
};

export type Narrowed = {
  readonly rows: readonly AssessedSocket[];
  /** Sockets that only the hiding of loopback leaves out. */
  readonly hiddenLoopback: number;
};

export function applyTypeFilter(rows: readonly AssessedSocket[], typeFilter: TypeFilter): Narrowed {
  if (isOpen(typeFilter)) return {rows, hiddenLoopback: 0};
  const {protocols, families, listening, hideLoopback} = typeFilter;
  const kept = rows.filter(
    ({socket, direction}) =>
      (protocols.size === 0 || protocols.has(socket.protocol)) &&
      (families.size === 0 || families.has(socket.family)) &&
      (!listening || direction === 'listening' || (socket.protocol !== 'tcp' && direction === 'unconnected')),
  );
  const shown = hideLoopback ? kept.filter(({loopback}) => !loopback) : kept;
  return {rows: shown, hiddenLoopback: kept.length - shown.length};
}

/** Whether all is shown. */
export const isOpen = ({protocols, families, listening, hideLoopback}: TypeFilter): boolean =>
  protocols.size === 0 && families.size === 0 && !listening && !hideLoopback;
