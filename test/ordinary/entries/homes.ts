import {type Entry, python} from '../entry.ts';

const curl = '/usr/bin/curl';
const redisServer = '/usr/bin/redis-server';
const https = (holder: string) => ['tcp ESTABLISHED near:* far:443', 'explained', holder] as const;

/** Puts a copy of a program where a user has it. */
const put = (
  program: string,
  path: string,
  user = 'dev',
): string => `install -d -o ${user} ${path.slice(0, path.lastIndexOf('/'))}
install -o ${user} ${program} ${path}`;

/** Programs of users' own. */
export const homes: readonly Entry[] = [
  ...[
    ['own-bin', '~/bin', '/home/dev/bin/fetch'],
    ['cargo-bin', '~/.cargo/bin', '/home/dev/.cargo/bin/fetch'],
    ['linuxbrew', "Linuxbrew's Cellar in a home", '/home/linuxbrew/.linuxbrew/Cellar/fetch/1.0/bin/fetch'],
  ].map(
    ([id = '', place, path = '']): Entry => ({
      id,
      work: `a user's program in ${place}`,
      needs: [curl],
      script: `session 5; ${put(curl, path)}; as dev ${path} -sk https://$far/`,
      sockets: [https('fetch')],
    }),
  ),
  {
    id: 'root-cargo-bin',
    work: "root's program in /root/.cargo/bin",
    needs: [curl],
    script: `session 0; ${put(curl, '/root/.cargo/bin/fetch', 'root')}; exec /root/.cargo/bin/fetch -sk https://$far/`,
    sockets: [https('fetch')],
  },
  {
    id: 'nix',
    work: 'a program of the Nix store',
    needs: [curl],
    script: `store=/nix/store/$(printf '0%.0s' $(seq 32))-fetch-1.0/bin
install -D -m 555 /usr/bin/curl $store/fetch
as dev $store/fetch -sk https://$far/`,
    sockets: [https('fetch')],
  },
  {
    id: 'root-runs-user-file',
    work: "root runs a program of a user's ~/bin",
    needs: [curl],
    script: `${put(curl, '/home/dev/bin/deploy')}; exec /home/dev/bin/deploy -sk https://$far/`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'learn', 'deploy']],
  },
  {
    id: 'local-bin-server',
    work: "a user's server in ~/.local/bin, on loopback and on every address",
    needs: [redisServer],
    script: `session 5; ${put(redisServer, '/home/dev/.local/bin/serve')}
(as dev /home/dev/.local/bin/serve --bind 127.0.0.1 --port 8203 --dir /home/dev) &
as dev /home/dev/.local/bin/serve --bind 0.0.0.0 --port 8204 --dir /home/dev`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:8203', 'explained', 'serve'],
      ['tcp LISTEN 0.0.0.0:8204', 'learn', 'serve'],
    ],
  },
  {
    id: 'pyenv',
    work: 'python of pyenv in a home: http.server',
    needs: ['/usr/bin/python3'],
    script: `session 5; ${put('/usr/bin/python3', '/home/dev/.pyenv/versions/3.11.7/bin/python3.11')}
cd /srv; as dev /home/dev/.pyenv/versions/3.11.7/bin/python3.11 -m http.server 8208`,
    sockets: [['tcp LISTEN 0.0.0.0:8208', 'learn', 'python3.11']],
  },
  {
    id: 'venv-in-home',
    work: 'a venv in a home: a development server and a request of it',
    needs: ['/usr/bin/python3'],
    script: `session 5
as dev sh -ec '
python3 -m venv --without-pip ~/project/.venv
cat > ~/project/app.py <<END
import socket, urllib.request
listener = socket.create_server(("127.0.0.1", 8205))
urllib.request.urlopen("https://$1/")
END
exec ~/project/.venv/bin/python ~/project/app.py' sh $far`,
    sockets: [['tcp LISTEN 127.0.0.1:8205', 'explained', python], https(python)],
  },
  {
    id: 'pipx',
    work: 'a tool of pipx in ~/.local/bin',
    needs: ['/usr/bin/python3'],
    script: `session 5
as dev sh -ec '
venv=~/.local/share/pipx/venvs/fetch
python3 -m venv --without-pip $venv
printf "#!%s/bin/python\\nimport sys, urllib.request\\nurllib.request.urlopen(sys.argv[1])\\n" $venv > $venv/bin/fetch
chmod 755 $venv/bin/fetch
mkdir -p ~/.local/bin
ln -s $venv/bin/fetch ~/.local/bin/fetch
exec ~/.local/bin/fetch https://$1/' sh $far`,
    sockets: [https(python)],
  },
  {
    id: 'jupyter',
    work: 'Jupyter with a terminal open in it, and a browser',
    needs: ['/usr/bin/jupyter-server', curl],
    isHeavy: true,
    script: `session 5
(cd /home/dev; as dev jupyter-server --no-browser --ip=127.0.0.1 --port=8209 --ServerApp.token= --ServerApp.password= \\
  --ServerApp.disable_check_xsrf=True) & await 127.0.0.1 8209
(as dev sh -c 'until curl -sf -X POST http://127.0.0.1:8209/api/terminals; do sleep 0.1; done')
as dev nc.openbsd -d 127.0.0.1 8209`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:8209', 'explained', python],
      ['tcp ESTABLISHED 127.0.0.1:8209 127.0.0.1:*', 'explained', python],
      ['tcp ESTABLISHED 127.0.0.1:* 127.0.0.1:8209', 'explained', 'nc.openbsd'],
    ],
  },
  {
    id: 'venv-in-opt',
    work: 'a venv under /opt of a service account',
    needs: ['/usr/bin/python3'],
    script: `service app
python3 -m venv --without-pip /opt/app/venv
cat > /opt/app/main.py <<'END'
import socket, sys, urllib.request
listeners = [socket.create_server(("127.0.0.1", 8206)), socket.create_server(("0.0.0.0", 8207))]
urllib.request.urlopen(f"https://{sys.argv[1]}/")
END
as app /opt/app/venv/bin/python /opt/app/main.py $far`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:8206', 'explained', python],
      ['tcp LISTEN 0.0.0.0:8207', 'learn', python],
      ['tcp ESTABLISHED near:* far:443', 'learn', python],
    ],
  },
  {
    id: 'own-program-in-opt',
    work: 'a program under /opt that belongs to its service account',
    needs: [redisServer],
    script: `service own-program; ${put(redisServer, '/opt/app/bin/server', 'app')}
as app /opt/app/bin/server --bind 0.0.0.0 --port 8211 --dir /opt/app`,
    sockets: [['tcp LISTEN 0.0.0.0:8211', 'learn', 'server']],
  },
];
