import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lsofArguments, lsofCommandLine, lsofName, lsofSelection} from '../../source/inspect/lsof-selection.ts';
import {endpoint, sampleSocket} from './sample.ts';

test('a listener on every address is selected by version, protocol and port', () => {
  assert.deepEqual(lsofSelection(sampleSocket()), ['-i4TCP:22']);
  assert.deepEqual(lsofSelection(sampleSocket({family: 6, local: endpoint('::', 8080)})), ['-i6TCP:8080']);
  assert.deepEqual(lsofSelection(sampleSocket({protocol: 'udp', local: endpoint('0.0.0.0', 514)})), ['-i4UDP:514']);
});

test('a socket on one address is selected by that address too', () => {
  assert.deepEqual(lsofSelection(sampleSocket({local: endpoint('127.0.0.1', 5432)})), ['-i4TCP@127.0.0.1:5432']);
  const local = {...endpoint('fe80::1', 53), interface: null};
  assert.deepEqual(lsofSelection(sampleSocket({protocol: 'udp', family: 6, local})), ['-i6UDP@[fe80::1]:53']);
});

test('a v4-mapped address is selected in its dotted form and without a version', () => {
  const socket = sampleSocket({family: 6, local: endpoint('::ffff:127.0.0.1', 8080)});
  assert.deepEqual(lsofSelection(socket), ['-iTCP@127.0.0.1:8080']);
});

test('a host name from saved text is never handed to lsof', () => {
  assert.deepEqual(lsofSelection(sampleSocket({family: null, local: endpoint('aspire.local', 22)})), ['-iTCP:22']);
});

test('raw and packet sockets are selected among all numbered descriptors', () => {
  assert.deepEqual(lsofSelection(sampleSocket({protocol: 'packet', family: null})), ['-d', '0-1048576']);
});

test('TCP that is only bound is selected among all numbered descriptors, since procfs does not list it', () => {
  const closed = {state: 'CLOSE', local: endpoint('0.0.0.0', 7777)} as const;
  assert.deepEqual(lsofSelection(sampleSocket({...closed, peer: null})), ['-d', '0-1048576']);
  const peer = endpoint('192.0.2.7', 80);
  assert.deepEqual(lsofSelection(sampleSocket({...closed, peer})), ['-i4TCP:7777']);
});

test('lsof is run with NUL-ended fields and without any look-up of names', () => {
  const words = lsofArguments(['-i4TCP:22']);
  assert.deepEqual(words.slice(0, 3), ['-nP', '-w', '-i4TCP:22']);
  assert.match(words[3] ?? '', /^-F\w*0$/);
});

test('the command line to type is quoted where a shell would take brackets for a pattern', () => {
  assert.equal(lsofCommandLine(['-i4TCP:22']), 'lsof -nP -i4TCP:22');
  assert.equal(
    lsofCommandLine(['-i4TCP:22'], {file: "/run/netns/it's $(id)"}),
    "nsenter '--net=/run/netns/it'\\''s $(id)' -- lsof -nP -i4TCP:22",
  );
  assert.equal(lsofCommandLine(['-i6TCP@[::1]:631']), "lsof -nP '-i6TCP@[::1]:631'");
});

test('names are written as lsof prints them', () => {
  assert.equal(lsofName(sampleSocket()), '*:22');
  assert.equal(
    lsofName(sampleSocket({local: endpoint('::1', 631), peer: endpoint('::1', 55052)})),
    '[::1]:631->[::1]:55052',
  );
  const mapped = sampleSocket({local: endpoint('::ffff:127.0.0.1', 8080), peer: endpoint('::ffff:127.0.0.1', 49294)});
  assert.equal(lsofName(mapped), '127.0.0.1:8080->127.0.0.1:49294');
});
