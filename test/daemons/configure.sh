# Settings for daemons that would hold the port of another one, or that come without any. Run before the first boot.
set +e
cd /etc
ini() { printf '%s\n' "$@"; }
# Ports of their own.
sed -i 's/^Listen 80$/Listen 8081/' apache2/ports.conf
sed -i 's/^server.port .*/server.port = 8082/' lighttpd/lighttpd.conf
ini port=1053 > dnsmasq.d/port.conf
ini 'server:' ' port: 2053' ' do-ip6: no' > unbound/unbound.conf.d/port.conf
ini 'server:' ' port: 3053' > nsd/nsd.conf.d/port.conf
ini local-port=4053 > powerdns/pdns.d/port.conf
sed -i 's/^listen_addresses:/listen_addresses:\n  - 127.0.0.1@8053/; /^  - 127.0.0.1$/d; /^  - *0::1$/d' \
  stubby/stubby.yml
mkdir -p systemd/system/tinysshd.socket.d
ini '[Socket]' ListenStream= ListenStream=2223 > systemd/system/tinysshd.socket.d/port.conf
sed -i "s/^port=80$/port=8083/" mini-httpd.conf
# Services with a network of their own.
for each in beanstalkd gearman-job-server; do
  mkdir -p systemd/system/$each.service.d
  ini '[Service]' PrivateNetwork=yes > systemd/system/$each.service.d/network.conf
done
sed -i 's/port="6667"/port="6668"/' inspircd/inspircd.conf
sed -i 's/^web_port=.*/web_port=8001/; s/^#\?web_root=.*/web_root="\/srv"/' webfsd.conf
# Daemons that come switched off.
sed -i 's/^bgpd=no/bgpd=yes/; s/^ospfd=no/ospfd=yes/; s/^isisd=no/isisd=yes/; s/^bfdd=no/bfdd=yes/' frr/daemons
ini 'router bgp 64512' > frr/frr.conf
sed -i 's/^START_DARKSTAT=.*/START_DARKSTAT=yes/; s/^INTERFACE=.*/INTERFACE="-i eth0"/' darkstat/init.cfg
sed -i 's/^STARTDISTCC=.*/STARTDISTCC="true"/; s/^LISTENER=.*/LISTENER="0.0.0.0"/' default/distcc
sed -i 's/^INTERFACESv4=.*/INTERFACESv4="eth0"/; s/^INTERFACESv6=.*/INTERFACESv6=""/' default/isc-dhcp-server
ini 'subnet 198.51.100.0 netmask 255.255.255.0 { range 198.51.100.50 198.51.100.60; }' > dhcp/dhcpd.conf
ini '{"Dhcp6":{"interfaces-config":{"interfaces":["eth0"]},"subnet6":[{"subnet":"2001:db8::/64",' \
  '"pools":[{"pool":"2001:db8::10-2001:db8::20"}],"interface":"eth0"}]}}' > kea/kea-dhcp6.conf
ini 'interface eth0 { AdvSendAdvert on; prefix 2001:db8::/64 { }; };' > radvd.conf
ini 'vrrp_instance one { interface eth0' 'virtual_router_id 5' 'priority 50' 'virtual_ipaddress { 198.51.100.9 } }' \
  > keepalived/keepalived.conf
ini 'logoutput: syslog' 'internal: eth0 port = 1080' 'external: eth0' 'socksmethod: none' 'clientmethod: none' \
  'client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }' 'socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }' > danted.conf
ini 'listen web' ' bind *:8444' ' mode http' >> haproxy/haproxy.cfg
# Else it asks for the names of servers before it listens.
mkdir -p rspamd/local.d
ini 'enabled = false;' > rspamd/local.d/fuzzy_check.conf
ini 'visible_hostname daemons.example' > squid/conf.d/host.conf
ini '[pub]' 'path = /srv' > rsyncd.conf
ini 'module(load="imudp") input(type="imudp" port="514")' > rsyslog.d/udp.conf
ini 'service daytime' '{' 'type = INTERNAL' 'id = daytime-stream' 'socket_type = stream' 'protocol = tcp' \
  'user = root' 'wait = no' '}' > xinetd.d/daytime
sed -i 's/^#listen = .*/listen = */' dovecot/dovecot.conf
sed -i 's/^bind_to_address.*/bind_to_address "0.0.0.0"/' mpd.conf
sed -i 's/^host .*/host */; s/^allow .*/allow ^.*$/' munin/munin-node.conf
ini 'allow 203.0.113.0/24' > chrony/conf.d/allow.conf
sed -i 's/^bind 127.0.0.1.*/bind 0.0.0.0/; s/^protected-mode yes/protected-mode no/' redis/redis.conf
sed -i 's/^-l .*/-l 0.0.0.0/' memcached.conf
ini 'listener 1883' 'allow_anonymous true' > mosquitto/conf.d/all.conf
sed -i 's/^bind-address.*/bind-address = 0.0.0.0/' mysql/mariadb.conf.d/50-server.cnf
ini "listen_addresses = '*'" > postgresql/15/main/conf.d/all.conf
ini 'host all all 203.0.113.0/24 trust' >> postgresql/15/main/pg_hba.conf
postconf -e inet_interfaces=all mynetworks=203.0.113.0/24
newaliases
mkdir -p /srv /run/sshd
mkdir -p systemd/system/multi-user.target.wants
for each in ssh.service apache2 lighttpd isc-dhcp-server icecast2 mpd.service rsync iperf3 distcc xinetd webfs \
  darkstat slapd snmptrapd.socket tftpd-hpa mini-httpd mumble-server minidlna syncthing@root bitlbee; do
  systemctl enable "$each"
done
systemctl disable apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer
systemctl add-wants multi-user.target rpc-statd.service
systemctl disable strongswan-starter 2>/dev/null
systemctl mask getty.target systemd-udevd.service systemd-resolved.service systemd-timesyncd.service
systemctl set-default multi-user.target
