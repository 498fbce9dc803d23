// Prints as JSON the sockets of the network namespace it runs in, by netlink and by procfs.
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import {openProcfs} from '../../../source/collect/procfs/procfs-collector.ts';

const [netlink, procfs] = [await openNetlink(), await openProcfs()];
process.stdout.write(JSON.stringify({netlink: await netlink.poll(), procfs: await procfs.poll()}));
