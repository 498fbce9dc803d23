import assert from 'node:assert/strict';
import {test} from 'node:test';
import {judge} from '../../source/assess/judge.ts';
import {hidden, nameOf, owner, socket} from '../helpers/build.ts';

const listener = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const session = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd'));
const web = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));

test('sockets are judged in the order of the look, and found by key', () => {
  const {rows, byKey} = judge([listener, session], nameOf);
  assert.deepEqual(
    rows.map(({socket: {key}}) => key),
    [listener.key, session.key],
  );
  assert.equal(byKey.get(session.key), rows[1]);
});

test('a socket that did not change keeps its row', () => {
  const before = judge([listener, session, web], nameOf);
  const after = judge([web, listener, session], nameOf, before);
  for (const {key} of [listener, session, web]) assert.equal(after.byKey.get(key), before.byKey.get(key));
});

test('a socket that is another object, though it looks the same, is judged anew', () => {
  const before = judge([listener], nameOf);
  const seen = {...listener, owner: hidden('needs-root')};
  const after = judge([seen], nameOf, before);
  assert.notEqual(after.rows[0], before.rows[0]);
  assert.equal(after.rows[0]?.socket, seen);
});

test('sockets of which none listens come and go without a new judgement of the others', () => {
  const before = judge([listener, session], nameOf);
  const after = judge([listener, session, web], nameOf, before);
  assert.equal(after.byKey.get(session.key), before.byKey.get(session.key));
});

test('all are judged anew when a listener goes: what was a session goes out now', () => {
  const before = judge([listener, session], nameOf);
  assert.equal(before.byKey.get(session.key)?.assessment.rule.id, 'ssh-session');
  const after = judge([session], nameOf, before);
  assert.equal(after.byKey.get(session.key)?.direction, 'outbound');
  assert.notEqual(after.byKey.get(session.key)?.assessment.rule.id, 'ssh-session');
});

test('all are judged anew when a listener comes on a port that has one, at another address', () => {
  const local = socket('tcp LISTEN 127.0.0.1:22');
  const before = judge([local, session], nameOf);
  assert.equal(before.byKey.get(session.key)?.direction, 'outbound');
  const after = judge([local, listener, session], nameOf, before);
  assert.equal(after.byKey.get(session.key)?.direction, 'inbound');
});

test('all are judged anew when a listener stops to take IPv4', () => {
  const dual = socket('tcp LISTEN [::]:22');
  const before = judge([dual, session], nameOf);
  assert.equal(before.byKey.get(session.key)?.direction, 'inbound');
  const after = judge([{...dual, v6only: true}, session], nameOf, before);
  assert.equal(after.byKey.get(session.key)?.direction, 'outbound');
});

test('a socket that is gone leaves nothing behind', () => {
  const {byKey} = judge([web], nameOf, judge([listener, web], nameOf));
  assert.deepEqual([...byKey.keys()], [web.key]);
});
