import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineText} from '../../../source/domain/line.ts';
import type {Netns, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {detailSections} from '../../../source/screens/detail/detail-sections.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {assessedRow, owner, socket} from '../../helpers/build.ts';

const web: Netns = {name: trusted('web'), inode: 4_026_532_251};

/** The sections of the verdict and of the socket as one text. */
function detailOf(one: Socket): string {
  return detailSections(assessedRow(one), null, 160, unicodeSymbols)
    .filter(({id}) => id === 'verdict' || id === 'socket')
    .flatMap(({blocks}) => blocks)
    .flatMap(block => (block.kind === 'lines' ? block.lines.map(lineText) : []))
    .join('\n');
}

const cases: readonly (readonly [text: string, expected: RegExp])[] = [
  ['tcp LISTEN 127.0.0.1:6379', /local +127\.0\.0\.1:6379 {2}\(loopback of network namespace web: /],
  ['tcp LISTEN 127.0.0.1:6379', /Only for its network namespace/],
  ['tcp LISTEN 127.0.0.1:6379', /inside the namespace can still reach it/],
  ['tcp LISTEN 127.0.0.1:631', /print jobs of its network namespace/],
  [
    'tcp ESTABLISHED 127.0.0.1:6379 127.0.0.1:50001',
    /both ends are on the loopback interface of its network namespace/,
  ],
  ['tcp LISTEN 0.0.0.0:80', /every address of network namespace web: whoever reaches the namespace reaches it, IPv4/],
  ['tcp LISTEN 172.17.0.2:80', /private: a local network of network namespace web reaches it/],
  ['udp UNCONN [fe80::1%eth0]:546', /link-local: a network segment of network namespace web reaches it/],
  ['tcp ESTABLISHED 172.17.0.2:50001 10.0.0.9:50002', /outbound: nothing in network namespace web listens on the/],
  ['udp UNCONN 0.0.0.0:5353', /It announces its network namespace to the networks of the namespace/],
  ['tcp LISTEN 0.0.0.0:80', /namespace +web \(network namespace, inode 4026532251\)/],
];

for (const [text, expected] of cases) {
  test(`the detail of ${text} of another namespace matches ${expected}`, () => {
    const one = socket(text, owner('/usr/bin/python3.11'));
    assert.match(detailOf({...one, netns: web}), expected);
    assert.doesNotMatch(detailOf(one), expected);
    assert.doesNotMatch(detailOf({...one, netns: web}), /this machine|this host/);
  });
}
