import {postgresPrograms} from '../../e2e/daemons/installed.ts';
import type {Entry} from '../entry.ts';

const curl = '/usr/bin/curl';
const nc = '/usr/bin/nc.openbsd';

/** A shell script of CGI that takes its time; it reads what was sent to it, as such scripts do. */
const makeCgi = (directory: string): string => `mkdir -p ${directory}
cat > ${directory}/status <<'END'
#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
uptime
while read -r line; do echo "$line"; done
sleep 1000
END
chmod 755 ${directory}/status`;

export const web: readonly Entry[] = [
  {
    id: 'nginx-reload',
    work: 'nginx as a proxy, reloaded while an old worker still has a client',
    needs: ['/usr/sbin/nginx', curl],
    script: `service nginx
mkdir -p /var/lib/nginx /var/log/nginx
cat > /run/ordinary/nginx.conf <<END
user www-data;
pid /run/nginx.pid;
daemon off;
worker_processes 2;
events {}
http { server { listen $near:8104; location / { proxy_read_timeout 1h; proxy_pass http://$far:8082; } } }
END
nginx -c /run/ordinary/nginx.conf & await $near 8104
outside curl -sN http://$near:8104/ -o /dev/null &
until ss -Htn "dst $far" | grep -q ESTAB; do sleep 0.1; done
nginx -c /run/ordinary/nginx.conf -s reload
wait`,
    ready: "pgrep -f 'nginx: worker process is shutting down'",
    sockets: [
      ['tcp LISTEN near:8104', 'learn', 'nginx'],
      ['tcp ESTABLISHED near:8104 far:*', 'learn', 'nginx'],
      ['tcp ESTABLISHED near:* far:8082', 'learn', 'nginx'],
    ],
  },
  {
    id: 'lighttpd-cgi',
    work: 'a CGI script in sh behind lighttpd',
    needs: ['/usr/sbin/lighttpd', curl],
    isHeavy: true,
    script: `service lighttpd
${makeCgi('/srv/lighttpd/cgi-bin')}
cat > /run/ordinary/cgi.conf <<END
server.document-root = "/srv/lighttpd"
server.bind = "$near"
server.port = 8101
server.max-read-idle = 600
server.username = "www-data"
server.groupname = "www-data"
server.modules = ("mod_cgi")
server.stream-request-body = 2
server.stream-response-body = 2
cgi.assign = ("" => "")
END
lighttpd -D -f /run/ordinary/cgi.conf & await $near 8101
(echo asked; sleep infinity) | outside curl -sNT - -H 'Transfer-Encoding:' -H 'Content-Length: 100' \\
  http://$near:8101/cgi-bin/status`,
    ready: "pgrep -f '^/bin/sh .*lighttpd.*status'",
    sockets: [
      ['tcp LISTEN near:8101', 'learn', 'lighttpd'],
      ['tcp ESTABLISHED near:8101 far:*', 'learn', 'lighttpd'],
    ],
  },
  {
    id: 'busybox-cgi',
    work: "a CGI script in sh behind BusyBox's httpd",
    needs: ['/usr/bin/busybox', curl],
    script: `${makeCgi('/srv/busybox/cgi-bin')}
busybox httpd -f -u www-data -p $near:8102 -h /srv/busybox & await $near 8102
outside curl -sN -d asked=1 http://$near:8102/cgi-bin/status`,
    ready: "pgrep -xf '/bin/sh status'",
    sockets: [
      ['tcp LISTEN near:8102', 'learn', 'busybox'],
      ['tcp ESTABLISHED near:8102 far:*', 'learn', 'busybox'],
    ],
  },
  {
    id: 'apache-cgi',
    work: 'preforked workers of Apache, one with a CGI script in sh',
    needs: ['/usr/sbin/apache2', curl],
    isHeavy: true,
    script: `service apache2
${makeCgi('/srv/apache/cgi-bin')}
mkdir -p /var/log/apache2
cat > /run/ordinary/apache.conf <<END
ServerName name.example
Listen $near:8103
PidFile /run/ordinary/apache.pid
DefaultRuntimeDir /run/ordinary
Mutex file:/run/ordinary default
User www-data
Group www-data
ErrorLog /var/log/apache2/error.log
Timeout 600
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule cgi_module /usr/lib/apache2/modules/mod_cgi.so
ScriptAlias /cgi-bin/ /srv/apache/cgi-bin/
<Directory /srv/apache/cgi-bin>
Require all granted
</Directory>
END
apache2 -DFOREGROUND -f /run/ordinary/apache.conf & await $near 8103
outside curl -sN -d asked=1 http://$near:8103/cgi-bin/status`,
    ready: "pgrep -f '^/bin/sh .*apache.*status'",
    sockets: [
      ['tcp LISTEN near:8103', 'learn', 'apache2'],
      ['tcp ESTABLISHED near:8103 far:*', 'learn', 'apache2'],
    ],
  },
  {
    id: 'upgraded-library',
    work: 'a daemon whose libraries were upgraded while it runs',
    needs: ['/usr/sbin/lighttpd', nc],
    isHeavy: true,
    script: `service lighttpd-files
cat > /run/ordinary/files.conf <<END
server.document-root = "/srv"
server.bind = "$near"
server.port = 8107
server.max-read-idle = 600
server.modules = ("mod_proxy")
END
lighttpd -D -f /run/ordinary/files.conf & await $near 8107
for each in /usr/lib/lighttpd/mod_*.so; do cp -p $each $each.dpkg-new; mv $each.dpkg-new $each; done
outside nc.openbsd -d $near 8107`,
    ready: "cat /proc/[0-9]*/maps | grep 'mod_proxy.so (deleted)'",
    sockets: [
      ['tcp LISTEN near:8107', 'learn', 'lighttpd'],
      ['tcp ESTABLISHED near:8107 far:*', 'learn', 'lighttpd'],
    ],
  },
  {
    id: 'traced-daemon',
    work: 'a daemon that an administrator traces with strace',
    needs: ['/usr/bin/strace', '/usr/sbin/lighttpd'],
    isHeavy: true,
    script: `printf 'server.document-root = "/srv"\\nserver.bind = "%s"\\nserver.port = 8108\\n' $near \\
  > /run/ordinary/traced.conf
lighttpd -D -f /run/ordinary/traced.conf & await $near 8108
strace -qq -o /root/trace -p $!`,
    ready: "grep 'TracerPid:.[1-9]' /proc/[0-9]*/status",
    sockets: [['tcp LISTEN near:8108', 'learn', 'lighttpd']],
  },
  {
    id: 'postgres',
    work: 'PostgreSQL with a session from another host',
    needs: [`${postgresPrograms}/postgres`, `${postgresPrograms}/psql`],
    isHeavy: true,
    script: `service postgresql
install -d -o postgres -g postgres /run/postgresql /var/lib/postgresql
(as postgres ${postgresPrograms}/initdb --no-sync --auth=trust -D /var/lib/postgresql/data)
echo 'host all all 203.0.113.1/32 trust' >> /var/lib/postgresql/data/pg_hba.conf
(as postgres ${postgresPrograms}/postgres -D /var/lib/postgresql/data -c listen_addresses=$near) & await $near 5432
outside ${postgresPrograms}/psql -h $near -U postgres -c 'select pg_sleep(10000)'`,
    sockets: [
      ['tcp LISTEN near:5432', 'learn', 'postgres'],
      ['tcp ESTABLISHED near:5432 far:*', 'learn', 'postgres'],
    ],
  },
];
