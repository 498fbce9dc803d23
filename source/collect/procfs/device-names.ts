import {type Clean, cleanBytes} from '../../domain/text.ts';

/** Name of a network interface by its index; null where it is not known. */
export type DeviceName = (index: number) => Clean | null;

/** The name of an interface, which is bytes (dev_valid_name in net/core/dev.c), from text with one character a byte. */
export const interfaceName = (text: string): Clean => cleanBytes(Buffer.from(text, 'latin1'));

/**
 * Names of network interfaces by index, from the texts of /proc/net/if_inet6 and /proc/net/dev_mcast,
 * read one character a byte. Both files are of
 * the network namespace of this process, unlike /sys as a rule. An interface without any address is in neither.
 */
export function parseDeviceNames(ifInet6: string, devMcast: string): ReadonlyMap<number, Clean> {
  const names = new Map<number, Clean>();
  const add = (index: number, name: string | undefined): void => {
    if (name !== undefined && Number.isInteger(index)) names.set(index, interfaceName(name));
  };
  for (const line of ifInet6.split('\n')) {
    const [, index = '', , , , name] = line.trim().split(/\s+/);
    add(Number.parseInt(index, 16), name);
  }
  for (const line of devMcast.split('\n')) {
    const [index = '', name] = line.trim().split(/\s+/);
    add(Number(index), name);
  }
  return names;
}
