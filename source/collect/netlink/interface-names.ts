import {type Clean, cleanBytes} from '../../domain/text.ts';
import type {NetlinkLibrary} from '../../linux/netlink-channel.ts';
import type {DeviceName} from '../procfs/device-names.ts';

/** Names of interfaces by index, remembered until an unknown index comes. */
export function createInterfaceNames(interfaceName: NetlinkLibrary['interfaceName']): DeviceName {
  const names = new Map<number, Clean>();
  return index => {
    const known = names.get(index);
    if (known !== undefined) return known;
    names.clear();
    const bytes = interfaceName(index);
    if (bytes === null) return null;
    const name = cleanBytes(bytes);
    names.set(index, name);
    return name;
  };
}
