import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {Occasion} from '../../../../source/app/table/formats/sighting.ts';
import type {AssessedSocket} from '../../../../source/judge/assess-all.ts';
import {acceptedAs} from '../../../helpers/acceptance.ts';
import {assessedRow, ownerOf, socket} from '../../../helpers/build.ts';
import {drifted, inbound, listener, local, nginx, outbound, raw, server} from '../../../helpers/kinds-of-sockets.ts';
import {assertHas, at, type Read, sighted} from '../../../helpers/sighted.ts';

suite('--format ocsf', () => {
  const activities: readonly (readonly [AssessedSocket, Occasion, typeUid: number])[] = [
    [listener, 'listed', 400107],
    [listener, 'opened', 400107],
    [listener, 'changed', 400107],
    [listener, 'closed', 400102],
    [server, 'listed', 400107],
    [inbound, 'opened', 400101],
    [inbound, 'changed', 400106],
    [outbound, 'listed', 400106],
    [outbound, 'closed', 400102],
    [raw, 'listed', 400199],
  ];
  for (const [row, occasion, typeUid] of activities) {
    test(`${row.socket.key}, ${occasion}, is ${typeUid}`, () => {
      const event = sighted('ocsf', row, occasion);
      assert.equal(event.type_uid, typeUid);
      assert.equal(event.class_uid, 4001);
    });
  }

  test('the initiator is src_endpoint; a listener is dst_endpoint alone', () => {
    assertHas(sighted('ocsf', inbound, 'closed'), {
      'src_endpoint.ip': '198.51.100.7',
      'dst_endpoint.ip': '10.0.0.5',
      'dst_endpoint.hostname': 'web-01',
      'connection_info.direction_id': 1,
      'connection_info.protocol_num': 6,
      'connection_info.protocol_ver_id': 4,
      'connection_info.community_uid': at(sighted('ecs', inbound), 'network.community_id'),
      'traffic.bytes_in': 200,
      'traffic.bytes_out': 3000,
      'actor.process.file.path': '/usr/sbin/nginx',
      'actor.process.user.uid': '33',
      time: 1_795_291_200_000,
    });
    assertHas(sighted('ocsf', listener), {src_endpoint: null, 'dst_endpoint.port': 443, traffic: null});
    assertHas(sighted('ocsf', local), {'connection_info.direction_id': 4});
  });

  test('drift is a detection finding, with the socket as its evidence', () => {
    for (const occasion of ['listed', 'drift'] as const) {
      const event = sighted('ocsf', drifted, occasion);
      assertHas(event, {
        class_uid: 2004,
        type_uid: 200401,
        is_alert: true,
        'finding_info.types': ['owner'],
        'finding_info.desc': 'owner: /usr/sbin/nginx → /usr/bin/nc',
      });
      const [evidence] = event.evidences as readonly [Read];
      assertHas(evidence, {'dst_endpoint.port': 443, 'actor.process.pid': 812});
    }
    const again = acceptedAs(
      assessedRow(socket('tcp LISTEN 0.0.0.0:443', ownerOf({...nginx, pid: 4000}))),
      drifted.acceptance,
    );
    const uid = (row: AssessedSocket): unknown => at(sighted('ocsf', row), 'finding_info.uid');
    assert.equal(uid(again), uid(drifted), 'one finding, also after a restart and on IPv4');
  });
});
