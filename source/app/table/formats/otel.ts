import {baseName} from '../../../domain/program.ts';
import type {Socket} from '../../../domain/socket.ts';
import {standingOf} from '../../../judge/baseline/standing.ts';
import {wordsOf} from '../../../judge/explain.ts';
import {type Field, flatten, type Tree} from './field.ts';
import type {FlowSide} from './roles-of-ends.ts';
import type {Sighting} from './sighting.ts';
import {hasPorts} from './transport.ts';

/** The states of TCP by `network.connection.state`, of which UNCONN is none. */
const states: Readonly<Record<Socket['state'], string | null>> = {
  LISTEN: 'listen',
  UNCONN: null,
  ESTABLISHED: 'established',
  SYN_SENT: 'syn_sent',
  SYN_RECV: 'syn_received',
  FIN_WAIT1: 'fin_wait_1',
  FIN_WAIT2: 'fin_wait_2',
  CLOSE_WAIT: 'close_wait',
  LAST_ACK: 'last_ack',
  CLOSING: 'closing',
  TIME_WAIT: 'time_wait',
  CLOSE: 'closed',
};

const fields: readonly Field[] = [
  // Fields of a log record. Times in nanoseconds are texts, as numbers of 64 bits are in JSON of OTLP.
  ['Timestamp', ({at}) => `${at}000000`],
  ['SeverityNumber', ({severity}) => severity.otel],
  ['SeverityText', ({row}) => standingOf(row)],
  ['EventName', ({occasion}) => `portwatch.socket.${occasion}`],
  ['Body', ({message}) => message],
  // Attributes.
  ['host.name', ({host}) => host],
  ['network.transport', ({row: {socket}}) => (hasPorts(socket) ? socket.protocol : null)],
  ['network.type', ({ipVersion}) => ipVersion && `ipv${ipVersion}`],
  ['network.connection.state', ({row: {socket}}) => (socket.protocol === 'tcp' ? states[socket.state] : null)],
  ['network.local.address', ({ends}) => addressOf(localOf(ends))],
  ['network.local.port', ({ends}) => localOf(ends)?.port ?? null],
  ['network.peer.address', ({ends}) => addressOf(peerOf(ends))],
  ['network.peer.port', ({ends}) => peerOf(ends)?.port ?? null],
  ['network.interface.name', ({row}) => row.socket.local.interface],
  ['client.address', ({ends}) => addressOf(ends.client)],
  ['client.port', ({ends}) => ends.client?.port ?? null],
  ['server.address', ({ends}) => addressOf(ends.server)],
  ['server.port', ({ends}) => ends.server?.port ?? null],
  ['process.pid', ({process}) => process?.pid ?? null],
  ['process.parent_pid', ({parentPid}) => parentPid],
  ['process.executable.name', ({executable}) => executable && baseName(executable)],
  ['process.executable.path', ({executable}) => executable],
  ['process.command_line', ({process}) => process?.command ?? null],
  ['process.creation.time', ({process}) => (process?.startedAt ? new Date(process.startedAt).toISOString() : null)],
  ['process.user.id', ({process}) => process?.uid ?? null],
  ['process.user.name', ({process}) => process?.user ?? null],
  ['container.id', ({process}) => process?.container?.id ?? null],
  ['container.name', ({process}) => process?.container?.name ?? null],
  ['container.runtime.name', ({process}) => process?.container?.runtime ?? null],
  ['security_rule.name', ({row}) => row.assessment.rule.id],
  ['security_rule.description', ({row}) => wordsOf(row).title],
  ['security_rule.ruleset.name', ({row}) => row.assessment.rule.source.document],
  ['security_rule.category', ({isAlert}) => (isAlert ? 'drift' : null)],
];

type Ends = Sighting['ends'];

const localOf = ({source, destination}: Ends): FlowSide | null => (source?.isLocal ? source : destination);
const peerOf = ({source, destination}: Ends): FlowSide | null => (source?.isLocal ? destination : source);
const addressOf = (side: FlowSide | null): string | null => side && (side.ip ?? side.address);

/** A record of OpenTelemetry's logs data model, with its attributes beside its fields. */
export const toOtel = (sighting: Sighting): Tree => flatten(fields, sighting);
