import {trusted} from '../../source/domain/text.ts';
import {baselineOf, conversationBlock, listenerBlock} from './acceptance.ts';

/** A baseline of the made-up host: accepted sockets, drift of several kinds, new ones, a block without a socket. */
export const exampleBaseline = baselineOf(
  listenerBlock(22, {exe: trusted('/usr/sbin/sshd'), user: trusted('root'), unit: trusted('ssh.service')}),
  listenerBlock(8080, {
    exe: trusted('/opt/東京/サーバー'),
    user: trusted('root'),
    note: trusted('shop, ticket 4711'),
    lines: {first: 7, last: 14},
  }),
  listenerBlock(2049, {exe: trusted('/usr/sbin/rpc.nfsd'), reach: 'private', lines: {first: 16, last: 21}}),
  listenerBlock(5432, {
    exe: trusted('/usr/lib/postgresql/15/bin/postgres'),
    note: trusted('the database'),
    lines: {first: 23, last: 28},
  }),
  conversationBlock(6697, {exe: trusted('/usr/bin/irssi'), note: trusted('chat of the team')}),
  listenerBlock(9443, {exe: trusted('/usr/bin/portainer'), note: trusted('portainer'), lines: {first: 30, last: 36}}),
);
