/** Debian's packages of daemons that start in one host, with the settings of `configure.sh`. */
export const packages: readonly string[] = [
  ...['openssh-server', 'tinysshd', 'rsyslog', 'chrony', 'cups-daemon', 'avahi-daemon', 'cockpit-ws', 'busybox'],
  ...['isc-dhcp-server', 'kea-dhcp6-server', 'dnsmasq', 'bind9', 'unbound', 'nsd', 'pdns-server', 'stubby'],
  ...[
    'nginx-light',
    'apache2',
    'lighttpd',
    'mini-httpd',
    'webfs',
    'haproxy',
    'varnish',
    'squid',
    'privoxy',
    'tinyproxy',
  ],
  ...['postgresql', 'mariadb-server', 'redis-server', 'memcached', 'etcd-server', 'slapd', 'mosquitto', 'beanstalkd'],
  ...['postfix', 'dovecot-imapd', 'dovecot-pop3d', 'postgrey', 'opendkim', 'rspamd', 'gearman-job-server'],
  ...['vsftpd', 'tftpd-hpa', 'rsync', 'samba', 'rpcbind', 'distcc', 'apt-cacher-ng', 'minidlna', 'syncthing'],
  ...['xinetd', 'snmpd', 'snmptrapd', 'munin-node', 'nagios-nrpe-server', 'zabbix-agent', 'prometheus-node-exporter'],
  ...['collectd-core', 'darkstat', 'vnstat', 'ulogd2', 'lldpd', 'gpsd', 'ser2net', 'dictd', 'oidentd', 'iperf3'],
  ...['ngircd', 'inspircd', 'bitlbee', 'quassel-core', 'prosody', 'mumble-server', 'icecast2', 'mpd'],
  ...['transmission-daemon', 'tor', 'dante-server', 'frr', 'bird2', 'keepalived', 'radvd'],
];
