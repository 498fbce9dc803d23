import type {Direction} from '../../../domain/facts.ts';
import {standingOf} from '../../../judge/baseline/standing.ts';
import {wordsOf} from '../../../judge/explain.ts';
import {isExposed} from '../exposed.ts';
import {type Field, nest, type Tree, under} from './field.ts';
import type {FlowSide, RolesOfEnds} from './roles-of-ends.ts';
import type {Occasion, Sighting} from './sighting.ts';

/** The version of the Elastic Common Schema whose fields these are. */
const version = '9.4.0';

/** `event.type` by occasion, of the ones that the schema expects for the network. */
const types: Readonly<Record<Occasion, string>> = {
  listed: 'info',
  opened: 'start',
  changed: 'info',
  drift: 'info',
  closed: 'end',
};

/** As a host sees it. A listener, and a socket without a peer, has no direction of traffic. */
const directions: Readonly<Record<Direction, string | null>> = {
  inbound: 'ingress',
  outbound: 'egress',
  unknown: 'unknown',
  listening: null,
  unconnected: null,
};

/** The fields of one end. */
const endFields = (sideOf: (ends: RolesOfEnds) => FlowSide | null): readonly Field[] => [
  ['address', ({ends}) => sideOf(ends)?.address ?? null],
  ['ip', ({ends}) => sideOf(ends)?.ip ?? null],
  ['port', ({ends}) => sideOf(ends)?.port ?? null],
  ['bytes', ({ends}) => sideOf(ends)?.bytes ?? null],
];

const fields: readonly Field[] = [
  ['@timestamp', ({at}) => new Date(at).toISOString()],
  ['ecs.version', () => version],
  ['message', ({message}) => message],
  ['tags', ({row}) => (isExposed(row) ? ['exposed'] : [])],
  ['labels.verdict', ({row}) => row.assessment.verdict],
  ['labels.standing', ({row}) => standingOf(row)],
  ['labels.state', ({row}) => row.socket.state],
  ['labels.acceptance', ({row}) => row.acceptance?.state ?? null],
  ['labels.drift', ({row}) => (row.acceptance?.drift ?? []).map(({kind}) => kind).join(' ') || null],
  ['labels.netns', ({row}) => row.socket.netns?.name ?? null],
  ['event.kind', ({isAlert, occasion}) => (isAlert ? 'alert' : occasion === 'listed' ? 'state' : 'event')],
  ['event.category', () => ['network']],
  ['event.type', ({occasion, row}) => [types[occasion], ...(row.socket.peer ? ['connection'] : [])]],
  ['event.action', ({occasion}) => `socket-${occasion}`],
  ['event.reason', ({isAlert, differences, row}) => (isAlert ? differences.join('; ') : row.assessment.why)],
  ['event.severity', ({severity}) => severity.id],
  ['event.module', () => 'portwatch'],
  ['event.dataset', () => 'portwatch.socket'],
  ['host.name', ({host}) => host],
  ['network.transport', ({transport}) => transport?.name ?? null],
  ['network.iana_number', ({transport}) => transport && String(transport.number)],
  ['network.type', ({ipVersion}) => ipVersion && `ipv${ipVersion}`],
  ['network.direction', ({row}) => directions[row.direction]],
  ['network.community_id', ({communityId}) => communityId],
  ['network.bytes', ({row: {socket}}) => socket.peer && socket.tcp && socket.tcp.bytesSent + socket.tcp.bytesReceived],
  ...under(
    'source',
    endFields(({source}) => source),
  ),
  ...under(
    'destination',
    endFields(({destination}) => destination),
  ),
  ...under(
    'client',
    endFields(({client}) => client),
  ),
  ...under(
    'server',
    endFields(({server}) => server),
  ),
  ['process.pid', ({process}) => process?.pid ?? null],
  ['process.parent.pid', ({parentPid}) => parentPid],
  ['process.name', ({process}) => process?.name ?? null],
  ['process.executable', ({executable}) => executable],
  ['process.command_line', ({process}) => process?.command ?? null],
  ['process.start', ({process}) => (process?.startedAt ? new Date(process.startedAt).toISOString() : null)],
  ['user.id', ({userId}) => userId],
  ['user.name', ({userName}) => userName],
  ['container.id', ({process}) => process?.container?.id ?? null],
  ['container.name', ({process}) => process?.container?.name ?? null],
  ['container.runtime', ({process}) => process?.container?.runtime ?? null],
  ['package.name', ({package: packaged}) => packaged?.name ?? null],
  ['package.type', ({package: packaged}) => packaged?.manager ?? null],
  ['rule.id', ({row}) => row.assessment.rule.id],
  ['rule.name', ({row}) => wordsOf(row).title],
  ['rule.description', ({row}) => wordsOf(row).reason],
  ['rule.ruleset', ({row}) => row.assessment.rule.source.document],
  ['rule.reference', ({row: {assessment}}) => `${assessment.rule.source.document}: ${assessment.rule.source.passage}`],
  ['related.ip', ({ends}) => [...new Set([ends.source, ends.destination].flatMap(end => end?.ip ?? []))]],
  ['related.user', ({userName}) => (userName === null ? [] : [userName])],
];

/** An event of the Elastic Common Schema, nested. */
export const toEcs = (sighting: Sighting): Tree => nest(fields, sighting);
