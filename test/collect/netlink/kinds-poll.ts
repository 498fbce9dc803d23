// Prints as JSON the sockets of the network namespace it runs in, by netlink and by procfs, and the ports on which the
// kernel itself listens for Multipath TCP.
import {readMptcpPorts} from '../../../source/collect/netlink/mptcp-ports.ts';
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import {openProcfs} from '../../../source/collect/procfs/procfs-collector.ts';
import {loadNetlink} from '../../../source/linux/netlink-channel.ts';

const own = {netns: 'host'} as const;
const [netlink, procfs, {openGeneric}] = [await openNetlink(own), await openProcfs(own), await loadNetlink()];
const mptcpPorts = openGeneric ? readMptcpPorts(openGeneric) : null;
const polls = {netlink: await netlink.poll(), procfs: await procfs.poll()};
process.stdout.write(JSON.stringify({...polls, mptcpPorts: mptcpPorts && [...mptcpPorts]}));
