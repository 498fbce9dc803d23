import type {Protocol, Socket} from './socket.ts';
import type {Clean} from './text.ts';

/** A network address and port that systemd listens on for a unit (systemd.socket(5)). */
export type SocketUnit = {
  readonly protocol: Protocol;
  /** Canonical, as in `Endpoint`. */
  readonly address: Clean;
  readonly port: number;
  /** `ssh.socket`. */
  readonly unit: Clean;
  /** The units that it starts with the first connection: `ssh.service`. */
  readonly activates: readonly Clean[];
};

/**
 * The unit for which systemd opened a socket; null where no unit listens on exactly its address and port. systemd opens
 * them in the network namespace of the system: a socket of another one is none of them.
 */
export function socketUnitOf({protocol, local, netns}: Socket, units: readonly SocketUnit[]): SocketUnit | null {
  if (netns !== null) return null;
  const isOf = (unit: SocketUnit): boolean =>
    unit.protocol === protocol && unit.port === local.port && unit.address === local.address;
  return units.find(isOf) ?? null;
}
