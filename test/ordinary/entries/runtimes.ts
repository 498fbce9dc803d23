import type {Entry} from '../entry.ts';

const node = '/portwatch/node';
const java = '/usr/bin/java';

/** A copy of node for a user, made once: the file is large. */
const putNode = (path: string, user = 'dev'): string => `mkdir -p /home/${user} ${path.slice(0, path.lastIndexOf('/'))}
install -o ${user} ${node} ${path}
chown -R ${user} $(echo ${path} | cut -d/ -f1-4)`;

const server = `require('node:net').createServer().listen(Number(process.argv[2]), process.argv[3]);
require('node:https').get('https://' + process.argv[4] + '/');`;

export const runtimes: readonly Entry[] = [
  {
    id: 'node-service',
    work: 'a node service of a service account under /opt',
    needs: [],
    script: `service web
install ${node} /usr/local/bin/node
cat > /opt/app/server.js <<'END'
${server}
END
as app node /opt/app/server.js 3000 0.0.0.0 $far`,
    sockets: [
      ['tcp LISTEN 0.0.0.0:3000', 'learn', 'node'],
      ['tcp ESTABLISHED near:* far:443', 'learn', 'node'],
    ],
  },
  {
    id: 'nvm',
    work: 'a development server on node of nvm, in a home',
    needs: [],
    script: `session 5; ${putNode('/home/dev/.nvm/versions/node/v24.1.0/bin/node')}
mkdir -p /home/dev/project
cat > /home/dev/project/server.js <<'END'
${server}
END
as dev /home/dev/.nvm/versions/node/v24.1.0/bin/node /home/dev/project/server.js 5173 127.0.0.1 $far`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:5173', 'explained', 'node'],
      ['tcp ESTABLISHED near:* far:443', 'explained', 'node'],
    ],
  },
  {
    id: 'npm-global',
    work: 'a tool of ~/.npm-global/bin, on node of /opt',
    needs: [],
    isHeavy: true,
    script: `session 5; install -D ${node} /opt/node/bin/node
mkdir -p /home/dev/.npm-global/bin /home/dev/.npm-global/lib/node_modules/fetch
cat > /home/dev/.npm-global/lib/node_modules/fetch/cli.js <<'END'
#!/usr/bin/env node
require('node:https').get('https://' + process.argv[2] + '/');
END
chmod 755 /home/dev/.npm-global/lib/node_modules/fetch/cli.js
ln -s ../lib/node_modules/fetch/cli.js /home/dev/.npm-global/bin/fetch
chown -R dev /home/dev/.npm-global
PATH=/opt/node/bin:$PATH
as dev /home/dev/.npm-global/bin/fetch $far`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', 'node']],
  },
  {
    id: 'vscode-server',
    work: "VS Code's server in a home, with its extension host",
    needs: [],
    isHeavy: true,
    script: `session 5
home=/home/dev/.vscode-server/bin/$(printf 'b%.0s' $(seq 40))
install -D ${node} $home/node
mkdir -p $home/out
cat > $home/out/server-main.js <<'END'
require('node:net').createServer().listen(8212, '127.0.0.1');
require('node:child_process').fork(__dirname + '/bootstrap-fork.js', ['--type=extensionHost', process.argv[2]]);
END
cat > $home/out/bootstrap-fork.js <<'END'
require('node:https').get('https://' + process.argv[3] + '/');
END
chown -R dev /home/dev/.vscode-server
as dev $home/node $home/out/server-main.js $far`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:8212', 'explained', 'node'],
      ['tcp ESTABLISHED near:* far:443', 'explained', 'node'],
    ],
  },
  {
    id: 'service-home-nvm',
    work: 'node of nvm in the home of a service account, under /opt',
    needs: [],
    isHeavy: true,
    script: `service panel
install -D -o app ${node} /opt/app/.nvm/versions/node/v24.1.0/bin/node
cat > /opt/app/panel.js <<'END'
${server}
END
as app /opt/app/.nvm/versions/node/v24.1.0/bin/node /opt/app/panel.js 3001 0.0.0.0 $far`,
    sockets: [
      ['tcp LISTEN 0.0.0.0:3001', 'learn', 'node'],
      ['tcp ESTABLISHED near:* far:443', 'learn', 'node'],
    ],
  },
  {
    id: 'java',
    work: 'a Java service with natives unpacked into /tmp: one kept (as JNA), one deleted once loaded (as Netty)',
    needs: [java, '/usr/bin/javac'],
    isHeavy: true,
    script: `service java
library=$(ldconfig -p | sed -n 's/.*libz.so.1 .*x86-64.* => //p' | head -1)
cat > /opt/app/Server.java <<'END'
import java.net.*; import java.nio.file.*;
class Server {
  public static void main(String[] a) throws Exception {
    Path kept = Paths.get("/tmp/jna-96801/jna7812.tmp");
    Path gone = Paths.get("/tmp/libnetty_transport_native_epoll_x86_6412.so");
    Files.createDirectories(kept.getParent());
    Files.copy(Paths.get(a[0]), kept); Files.copy(Paths.get(a[0]), gone);
    System.load(kept.toString()); System.load(gone.toString());
    Files.delete(gone);
    ServerSocket listener = new ServerSocket(8210, 5, InetAddress.getByName(a[1]));
    Socket s = new Socket(a[2], 443);
    s.getInputStream().read();
  }
}
END
javac -d /opt/app /opt/app/Server.java
as app java -Xmx64m -XX:TieredStopAtLevel=1 -cp /opt/app Server $library $near $far`,
    sockets: [
      ['tcp LISTEN near:8210', 'learn', 'java'],
      ['tcp ESTABLISHED near:* far:443', 'learn', 'java'],
    ],
  },
  {
    id: 'pyinstaller',
    work: 'a server that is one file and unpacks its libraries into /tmp/_MEI…, as PyInstaller makes them (stand-in)',
    needs: ['/usr/bin/python3'],
    disputed: 'owner-injected: a listener maps code from /tmp',
    script: `service one-file
install /usr/bin/python3 /usr/local/bin/one-file
mkdir /tmp/_MEI4xYz12
cp $(ldconfig -p | sed -n 's/.*libz.so.1 .*x86-64.* => //p' | head -1) /tmp/_MEI4xYz12/libz.so.1
cat > /srv/one_file.py <<'END'
import ctypes, socket, sys
ctypes.CDLL("/tmp/_MEI4xYz12/libz.so.1")
socket.create_server((sys.argv[1], 8213)).accept()
END
exec one-file /srv/one_file.py $near`,
    sockets: [['tcp LISTEN near:8213', 'learn', 'one-file']],
  },
  {
    id: 'ci-agent',
    work: 'an agent of a build server: node that asks by HTTPS and runs steps in sh by pipes',
    needs: [],
    isHeavy: true,
    disputed: 'owner-relay: pipes both ways to a shell beside a connection look like a relay',
    script: `session 5
install -D ${node} /home/dev/actions-runner/bin/node
cat > /home/dev/actions-runner/worker.js <<'END'
require('node:https').get('https://' + process.argv[2] + '/');
require('node:child_process').spawn('sh', ['-c', 'sleep 1301; true']);
END
chown -R dev /home/dev/actions-runner
as dev /home/dev/actions-runner/bin/node /home/dev/actions-runner/worker.js $far`,
    ready: "pgrep -xf 'sleep 1301'",
    sockets: [['tcp ESTABLISHED near:* far:443', 'learn', 'node']],
  },
];
