import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readText, shown} from './helper.ts';

const below = 'tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/sshd';
const ssh = 'tcp4 LISTEN 0.0.0.0:22 - sshd/812';

const csv: readonly (readonly [what: string, lines: readonly string[], sockets: readonly string[]])[] = [
  [
    'netstat of Windows',
    [
      '"Proto","Local Address","Foreign Address","State","PID"',
      '"TCP","0.0.0.0:135","0.0.0.0:0","LISTENING","1060"',
      '"UDP","[::]:5353","*:*","","2200"',
    ],
    ['tcp4 LISTEN 0.0.0.0:135 - ?/1060', 'udp6 UNCONN :::5353 - ?/2200'],
  ],
  [
    'netstat of Linux, with semicolons',
    [
      'Proto;Recv-Q;Send-Q;Local Address;Foreign Address;State;PID/Program name',
      'tcp6;0;0;:::443;:::*;LISTEN;9/nginx',
      'tcp;0;0;10.0.0.5:443;198.51.100.7:50022;ESTABLISHED;9/nginx',
    ],
    ['tcp6 LISTEN :::443 - nginx/9', 'tcp4 ESTABLISHED 10.0.0.5:443 198.51.100.7:50022 nginx/9'],
  ],
  [
    'lsof',
    ['COMMAND,PID,USER,FD,TYPE,DEVICE,SIZE/OFF,NODE,NAME', 'sshd,812,root,3u,IPv4,1583,0t0,TCP,*:2222 (LISTEN)'],
    ['tcp4 LISTEN 0.0.0.0:2222 - sshd/812(3)'],
  ],
  [
    'sockstat',
    ['USER,COMMAND,PID,FD,PROTO,LOCAL ADDRESS,FOREIGN ADDRESS', 'root,sshd,812,3,tcp4,*:2222,*:*'],
    ['tcp4 LISTEN 0.0.0.0:2222 - sshd/812(3)'],
  ],
  [
    'rows of ss without a header',
    ['tcp,LISTEN,0,128,0.0.0.0:80,0.0.0.0:*,"users:((""nginx"",pid=9,fd=6))"'],
    ['tcp4 LISTEN 0.0.0.0:80 - nginx/9(6)'],
  ],
];

for (const [what, lines, sockets] of csv) {
  test(`CSV of ${what} is read, also above another table`, () => {
    const {unread, ...alone} = readText(lines.join('\n'));
    assert.deepEqual([alone.sockets.map(shown), unread], [sockets, []]);
    assert.deepEqual(readText([...lines, '', below].join('\n')).sockets.map(shown), [...sockets, ssh]);
  });
}

const one = '"LocalAddress":"0.0.0.0","LocalPort":135,"RemoteAddress":"0.0.0.0","RemotePort":0,"State":2';
const other = '"LocalAddress":"10.0.0.8","LocalPort":50001,"RemoteAddress":"203.0.113.9","RemotePort":443,"State":5';
const objects = [`{${one},"OwningProcess":1060}`, `{${other},"OwningProcess":4321}`];
const ofObjects = ['tcp4 LISTEN 0.0.0.0:135 - ?/1060', 'tcp4 ESTABLISHED 10.0.0.8:50001 203.0.113.9:443 ?/4321'];

const json: (readonly [what: string, text: string])[] = [
  ['indented', JSON.stringify(JSON.parse(`[${objects}]`), null, 4).replaceAll('": ', '":  ')],
  ['an object a line', objects.join('\n')],
  ['in one line', `[${objects}]`],
  [
    'with other members',
    [
      ...[
        '[',
        '{',
        '"Caption":  null,',
        `${one.replaceAll(',"', ',\n"')},`,
        '"CimClass":  {',
        '"LocalPort":  "x"',
        '},',
      ],
      ...['"OwningProcess":  1060', '},', '{', '"Caption":  null,', `${other.replaceAll(',"', ',\n"')},`],
      ...['"OwningProcess":  4321', '}', ']'],
    ].join('\n'),
  ],
];

/** The members that PowerShell has within a socket, some thousand letters. */
const within =
  '"CimClass":{"CimSuperClassName":"MSFT_NetTransportConnection","CimSuperClass":{"CimClassName":"x, \\"y\\" {z}"},' +
  '"CimClassProperties":["LocalAddress","LocalPort",{"LocalPortName":null}]},"CimInstanceProperties":["State = 2",' +
  `"${'LocalPort '.repeat(500)}"],"CimSystemProperties":{"Namespace":"ROOT/StandardCimv2","Path":null}`;
const nested = objects.map(text => `{"Caption":null,${text.slice(1, -1)},${within},"Status":null}`);

json.push(
  ['nested, in one line', `[${nested}]`],
  ['nested, an object a line', nested.join('\n')],
  ['nested, with a comma behind each', `[\n${nested.join(',\n')}\n]`],
  ['nested, of ConvertTo-Json of PowerShell 5', `{"value":[${nested}],"Count":2}`],
  [
    'nested, quoted',
    `> {"value":[${objects.map(text => `${text.slice(0, -1)},"CimClass":{"a":{"b":[]}}}`)}],"Count":2}`,
  ],
  ['nested, cut at its end', `[${nested.join().slice(0, -40)}`],
);

test('a long list in one line of JSON is read whole, and an object in it that is no socket is reported', () => {
  const all = Array.from({length: 60}, (_, index) => nested[0]?.replace('135', `${index + 1000}`));
  const {sockets, unread} = readText(`[${all.join()},{"local":"0.0.0.0:22","pid":7}]`);
  assert.deepEqual([sockets.length, unread.map(({line}) => line)], [60, [1]]);
});

for (const [what, text] of json) {
  test(`JSON of PowerShell, ${what}, is read, also above another table`, () => {
    const {sockets, unread} = readText(text);
    assert.deepEqual([sockets.map(shown), unread], [ofObjects, []]);
    assert.deepEqual(readText(`${text}\n${below}`).sockets.map(shown), [...ofObjects, ssh]);
  });
}

test('UDP of PowerShell in JSON has no state', () => {
  const {sockets} = readText('{"LocalAddress":"::","LocalPort":5353,"OwningProcess":2200}');
  assert.deepEqual(sockets.map(shown), ['udp6 UNCONN :::5353 - ?/2200']);
});

test('a row in CSV or JSON that cannot be read is reported, also above every table', () => {
  for (const row of [
    'tcp,0,0,0.0.0.0:99999,0.0.0.0:*,LISTEN',
    '"TCP","0.0.0.0:x y","10.0.0.9:443","ESTABLISHED"',
    '{"LocalAddress":"0.0.0.0","LocalPort":99999}',
    '{"local":"0.0.0.0:22","pid":7}',
    'web,8,0.0.0.0:80,open,yes',
    '{"address":"0.0.0.0","port":"22"}',
  ]) {
    const {sockets, unread} = readText(`${row}\n\n${below}`);
    assert.deepEqual([sockets.map(shown), unread.map(({line}) => line)], [[ssh], [1]], row);
  }
});
