/**
 * The purposes for which programs open raw or packet sockets, and the base names of programs that are known to open
 * them. No document vouches for these programs.
 */
const usersByUse: Readonly<Record<string, readonly string[]>> = {
  'IPsec keys': ['charon', 'charon-systemd', 'iked', 'pluto', 'racoon'],
  'IPv6 tunnel (Teredo)': ['miredo'],
  'PPTP tunnel': ['pptp', 'pptpctrl', 'pptpd'],
  'SOCKS proxy, which passes pings on': ['danted', 'sockd'],
  'announces IPv6 prefixes': ['radvd', 'rtadvd'],
  'announces the machine (LLDP)': ['cdpd', 'ladvd', 'lldpad', 'lldpd', 'openlldpd'],
  'answers for addresses': ['arpd', 'farpd', 'parprouted'],
  'asks for an address before it has one': [
    ...['dhclient', 'dhcp6c', 'dhcpcanon', 'dhcpcd', 'dhcpcd5', 'dibbler-client', 'odhcp6c', 'pump', 'udhcpc'],
    ...['udhcpc6', 'wickedd-dhcp4', 'wickedd-dhcp6'],
  ],
  'asks for an address, or pings': ['busybox'],
  'asks who has an address': ['arping'],
  'captures packets': [
    ...['daemonlogger', 'dnscap', 'dsniff', 'dumpcap', 'ettercap', 'heplify', 'justniffer', 'moloch-capture'],
    ...['netsniff-ng', 'ngrep', 'packetbeat', 'pcapsipdump', 'sngrep', 'stenotype', 'tcpdump', 'tcpflow'],
    ...['tcpick', 'termshark', 'tshark', 'voipmonitor', 'wireshark', 'xdpdump'],
  ],
  'checks that an address is free': ['dnsmasq'],
  'configures the network': ['connmand', 'NetworkManager', 'systemd-networkd'],
  'counts traffic': ['uacctd'],
  'dial-up and PPPoE': ['accel-pppd', 'pppd', 'pppoe', 'pppoe-relay', 'pppoe-server'],
  'finds IPv6 neighbours and routers': [
    ...['ndisc6', 'ndpmon', 'ndppd', 'ndpresponder', 'rdisc', 'rdisc6', 'rdnssd', 'rtsol', 'rtsold'],
  ],
  'gives out addresses': ['dhcp6s', 'dhcpd', 'dibbler-server', 'kea-dhcp4', 'kea-dhcp6', 'odhcpd', 'udhcpd'],
  'joins wireless networks': ['iwd', 'wpa_supplicant'],
  'listens to wireless networks': ['kismet', 'kismet_server'],
  'looks at what systems call': ['p0f'],
  'looks for intrusions in packets': ['portsentry', 'scanlogd', 'snort', 'suricata', 'zeek'],
  'measures name look-ups': ['dnstop', 'dsc'],
  'measures traffic': [
    ...['argus', 'bandwhich', 'bandwidthd', 'bmon', 'darkstat', 'fprobe', 'hsflowd', 'ifstat', 'iftop'],
    ...['ipaudit', 'iptraf', 'iptraf-ng', 'jnettop', 'nethogs', 'nfpcapd', 'nprobe', 'ntopng', 'pmacctd'],
    ...['rustnet', 'sflowd', 'softflowd', 'vnstat', 'vnstatd', 'yaf'],
  ],
  'multicast routing': ['igmpproxy', 'mcproxy', 'mrouted', 'pim6d', 'pimd', 'smcrouted'],
  'network of a virtual machine': ['qemu-kvm', 'qemu-system-x86_64'],
  'passes requests for addresses on': ['dhcp-helper', 'dhcp6relay', 'dhcrelay', 'dibbler-relay'],
  'picks an address': ['avahi-autoipd', 'zcip'],
  'pings a host': ['ping'],
  'pings hosts': [
    ...['check_icmp', 'dpinger', 'fping', 'fping6', 'hping3', 'noping', 'nping', 'oping', 'ping4', 'ping6'],
    ...['xymonping'],
  ],
  'pings hosts that it watches': [
    ...['blackbox_exporter', 'collectd', 'gatus', 'ldirectord', 'monit', 'smokeping_prober', 'telegraf'],
    ...['zabbix_agent2'],
  ],
  'pings hosts, for squid': ['pinger'],
  'replays packets': ['tcpreplay'],
  'routing protocols': [
    ...['babeld', 'batmand', 'bgpd', 'bird', 'bird6', 'eigrpd', 'fabricd', 'gobgpd', 'isisd', 'ldpd', 'mgmtd'],
    ...['nhrpd', 'olsrd', 'olsrd2', 'openbgpd', 'ospf6d', 'ospfd', 'pathd', 'ripd', 'ripngd', 'staticd'],
    ...['zebra'],
  ],
  'scans hosts': ['arp-scan', 'masscan', 'netdiscover', 'unicornscan', 'zmap'],
  'scans ports': ['nmap'],
  'sets the clock (PTP)': ['ptp4l', 'ptpd', 'ptpd2', 'statime', 'timemaster'],
  'shares an address (CARP)': ['ucarp'],
  'shares an address (VRRP)': ['keepalived', 'vrrpd'],
  'tells machines their addresses': ['rarpd'],
  'traces a route': [
    ...['lft', 'mtr', 'mtr-packet', 'nexttrace', 'paris-traceroute', 'tcptraceroute', 'tracepath'],
    ...['tracepath6', 'traceroute', 'traceroute.db', 'traceroute6', 'trip'],
  ],
  'virtual switch': ['ovs-vswitchd', 'vpp', 'vpp_main'],
  'wakes machines': ['ether-wake', 'etherwake'],
  'watches links for routing (BFD)': ['bfdd'],
  'watches who has which address': ['addrwatch', 'arpalert', 'arpon', 'arpwatch', 'ipwatchd'],
  'wireless access point': ['hostapd'],
};

/** The use by the base name of the program. */
export const rawUsers: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(usersByUse).flatMap(([use, names]) => names.map(name => [name, use])),
);
