import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {noProcessEvidence} from '../../../../source/domain/evidence.ts';
import {known} from '../../../../source/domain/known.ts';
import {trusted} from '../../../../source/domain/text.ts';
import {drifted, inbound, listener, nginx, outbound} from '../../../helpers/kinds-of-sockets.ts';
import {assertHas, at, setting, sighted} from '../../../helpers/sighted.ts';

suite('--format ecs', () => {
  test('a listener is a destination and a server, and nothing else', () => {
    const event = sighted('ecs', listener);
    assertHas(event, {
      '@timestamp': '2026-11-21T20:00:00.000Z',
      'event.kind': 'state',
      'event.type': ['info'],
      'destination.ip': '::',
      'destination.port': 443,
      'server.port': 443,
      source: null,
      client: null,
      'network.direction': null,
      'network.transport': 'tcp',
      'network.type': 'ipv6',
      'network.community_id': null,
      'process.executable': '/usr/sbin/nginx',
      'user.id': '33',
      'user.name': 'www-data',
      'container.name': 'shop',
      'rule.id': 'open-listener',
      tags: ['exposed'],
      'host.name': 'web-01',
    });
  });

  test('the initiator is the source, also of a connection that came in, and bytes are of their senders', () => {
    assertHas(sighted('ecs', inbound, 'opened'), {
      'event.kind': 'event',
      'event.type': ['start', 'connection'],
      'event.action': 'socket-opened',
      'source.ip': '198.51.100.7',
      'source.bytes': 3000,
      'client.port': 50122,
      'destination.ip': '10.0.0.5',
      'destination.bytes': 200,
      'network.direction': 'ingress',
      'network.type': 'ipv4',
      'network.bytes': 3200,
    });
    assertHas(sighted('ecs', outbound, 'closed'), {
      'event.type': ['end', 'connection'],
      'source.ip': '10.0.0.5',
      'source.bytes': 200,
      'destination.ip': '203.0.113.9',
      'server.port': 443,
      'network.direction': 'egress',
    });
  });

  test('a socket that differs from the baseline is an alert, with both sides', () => {
    assertHas(sighted('ecs', drifted), {
      'event.kind': 'alert',
      'event.reason': 'owner: /usr/sbin/nginx → /usr/bin/nc',
      'labels.drift': 'owner',
      'labels.acceptance': 'drifted',
    });
    assert.equal(at(sighted('ecs', drifted, 'opened'), 'event.kind'), 'event');
    assertHas(sighted('ecs', drifted, 'drift'), {'event.kind': 'alert', 'event.action': 'socket-drift'});
  });

  test('evidence of the process gives its package and its parent', () => {
    const evidence = {
      ...noProcessEvidence('pending'),
      package: known({name: trusted('nginx'), manager: 'dpkg', unchanged: known(true)} as const),
      ancestors: known([{pid: 77, executable: null, unit: null}]),
    };
    const processes = new Map([[nginx, evidence]]);
    assertHas(sighted('ecs', listener, 'listed', {evidence: {...setting.evidence, processes}}), {
      'package.name': 'nginx',
      'package.type': 'dpkg',
      'process.parent.pid': 77,
    });
  });
});
