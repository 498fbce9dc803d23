import {type Entry, type ExpectedSocket, python} from '../entry.ts';

const client = '/usr/bin/ssh';
const server = '/usr/sbin/sshd';
const toFar: ExpectedSocket = ['tcp ESTABLISHED near:* far:22', 'learn', 'ssh'];
const fromFar: ExpectedSocket = ['tcp ESTABLISHED near:22 far:*', 'explained', 'sshd'];

export const ssh: readonly Entry[] = [
  {
    id: 'ssh-server',
    work: 'sshd as Debian installs it',
    needs: [server],
    script: 'service ssh; exec /usr/sbin/sshd -D',
    sockets: [
      ['tcp LISTEN 0.0.0.0:22', 'explained', 'sshd'],
      ['tcp LISTEN [::]:22', 'explained', 'sshd'],
    ],
  },
  {
    id: 'ssh-command',
    work: 'ssh host command',
    needs: [client],
    script: 'exec ssh $far sleep 1101',
    ready: "pgrep -xf 'sleep 1101'",
    sockets: [toFar],
  },
  {
    id: 'ssh-terminal',
    work: 'a user in an ssh session, on a terminal',
    needs: [client],
    script: 'as dev sh -c "sleep infinity | script -qfc \'ssh -t $far sleep 1102\' /dev/null"',
    ready: "pgrep -xf 'sleep 1102'",
    sockets: [toFar],
  },
  {
    id: 'sshd-command',
    work: 'a command that came by ssh',
    needs: [client, server],
    script: 'await 0.0.0.0 22; outside ssh $near sleep 1103',
    ready: "pgrep -xf 'sleep 1103'",
    sockets: [fromFar],
  },
  {
    id: 'sshd-shell',
    work: 'an interactive shell that came by ssh',
    needs: [client, server],
    script: 'await 0.0.0.0 22; sleep infinity | outside ssh -tt dev@$near',
    ready: 'pgrep -u dev -xf -- -bash',
    sockets: [fromFar],
  },
  {
    id: 'sshd-script',
    work: "ssh host 'bash -s' < script, seen from the host",
    needs: [client, server],
    script:
      "await 0.0.0.0 22; { echo 'while read -r line; do :; done'; sleep infinity; } | outside ssh $near 'bash -s'",
    ready: "pgrep -xf 'bash -s'",
    sockets: [fromFar],
  },
  {
    id: 'tmux-over-ssh',
    work: 'tmux in an ssh session',
    needs: [client, server, '/usr/bin/tmux'],
    script: 'await 0.0.0.0 22; sleep infinity | outside ssh -tt dev@$near TERM=xterm tmux new-session',
    ready: "pgrep -u dev -f '^tmux new-session'",
    sockets: [fromFar],
  },
  {
    id: 'sftp',
    work: 'sftp into this host',
    needs: ['/usr/bin/sftp', server],
    script: 'await 0.0.0.0 22; sleep infinity | outside sftp -q dev@$near',
    ready: 'pgrep -u dev -f sftp-server',
    sockets: [fromFar],
  },
  {
    id: 'python-over-ssh',
    work: "a tool's Python from standard input over ssh, which fetches something",
    needs: [client, server, '/usr/bin/python3'],
    script: `await 0.0.0.0 22
echo "import urllib.request as r; r.urlopen('http://$far/').read()" | outside ssh $near /usr/bin/python3`,
    sockets: [fromFar, ['tcp ESTABLISHED near:* far:80', 'learn', python]],
  },
  {
    id: 'ansible',
    work: "Ansible's get_url with pipelining: Python from standard input",
    needs: ['/usr/bin/ansible', server],
    isHeavy: true,
    script: `await 0.0.0.0 22
export ANSIBLE_PIPELINING=1 ANSIBLE_LOCAL_TEMP=/run/ordinary/ansible LC_ALL=C.UTF-8
outside ansible all -i "$near," -e ansible_python_interpreter=/usr/bin/python3 -m get_url \\
  -a "url=http://$far/ dest=/root/fetched timeout=600"`,
    sockets: [fromFar, ['tcp ESTABLISHED near:* far:80', 'learn', python]],
  },
  {
    id: 'ssh-control-master',
    work: 'a master connection for those to come',
    needs: [client],
    script: 'exec ssh -MN -S /root/.ssh/master $far',
    sockets: [toFar],
  },
  {
    id: 'ssh-jump',
    work: 'ssh -J, by a jump host',
    needs: [client],
    script: 'exec ssh -J $far 203.0.113.2 sleep 1104',
    ready: "pgrep -xf 'sleep 1104'",
    sockets: [toFar],
  },
  {
    id: 'proxy-command-nc',
    work: "ssh with ProxyCommand 'nc %h %p'",
    needs: [client, '/usr/bin/nc.openbsd'],
    script: "exec ssh -o ProxyCommand='nc.openbsd %h %p' $far sleep 1105",
    ready: "pgrep -xf 'sleep 1105'",
    sockets: [['tcp ESTABLISHED near:* far:22', 'learn', 'nc.openbsd']],
  },
  {
    id: 'proxy-command-ncat',
    work: "ssh with ProxyCommand 'ncat %h %p'",
    needs: [client, '/usr/bin/ncat'],
    isHeavy: true,
    script: "exec ssh -o ProxyCommand='ncat %h %p' $far sleep 1106",
    ready: "pgrep -xf 'sleep 1106'",
    sockets: [['tcp ESTABLISHED near:* far:22', 'learn', 'ncat']],
  },
  {
    id: 'git-over-ssh',
    work: 'git fetch over ssh',
    needs: [client, '/usr/bin/git'],
    script: "exec git ls-remote --upload-pack='sleep 1107; git-upload-pack' ssh://$far/srv/code.git",
    ready: "pgrep -xf 'sleep 1107'",
    sockets: [toFar],
  },
  {
    id: 'rsync-over-ssh',
    work: 'rsync over ssh, to another host',
    needs: [client, '/usr/bin/rsync'],
    isHeavy: true,
    script: "exec rsync --rsync-path='sleep 1108; rsync' /etc/services $far:/tmp/",
    ready: "pgrep -xf 'sleep 1108'",
    sockets: [toFar],
  },
  {
    id: 'rsync-from-outside',
    work: 'rsync over ssh, into this host',
    needs: [server, '/usr/bin/rsync'],
    isHeavy: true,
    script: "await 0.0.0.0 22; outside rsync --rsync-path='sleep 1109; rsync' /etc/services $near:/tmp/",
    ready: "pgrep -xf 'sleep 1109'",
    sockets: [fromFar],
  },
  {
    id: 'mosh',
    work: 'a mosh session',
    needs: ['/usr/bin/mosh-server'],
    isHeavy: true,
    script: `export LC_ALL=C.UTF-8 TERM=xterm
MOSH_KEY=$(mosh-server new -i $near -p 60001 -- sleep infinity 2>&1 | sed -n 's/^MOSH CONNECT 60001 //p')
export MOSH_KEY
terminal "nsenter --net=/run/netns/far mosh-client $near 60001"`,
    ready: "pgrep -f '^mosh-client'",
    sockets: [['udp UNCONN near:*', 'learn', 'mosh-server']],
  },
];
