import type {Direction} from '../../../domain/facts.ts';
import {baseName} from '../../../domain/program.ts';
import {standingOf} from '../../../judge/baseline/standing.ts';
import {type Field, nest, type Tree, under} from './field.ts';
import {type FlowSide, isServer, type RolesOfEnds} from './roles-of-ends.ts';
import type {Sighting} from './sighting.ts';

/** The version of the Open Cybersecurity Schema Framework whose attributes these are. */
const version = '1.8.0';

type Kind = {readonly id: number; readonly name: string};

/** Activities of the class 4001; 99 is for one without a number, by a name of our own. */
const activities = {
  open: {id: 1, name: 'Open'},
  close: {id: 2, name: 'Close'},
  traffic: {id: 6, name: 'Traffic'},
  listen: {id: 7, name: 'Listen'},
  bound: {id: 99, name: 'Bound'},
} as const satisfies Readonly<Record<string, Kind>>;

/** A listener listens until it closes; a socket of another kind without a peer is bound. */
function activityOf({row, occasion}: Sighting): Kind {
  if (occasion === 'closed') return activities.close;
  if (row.direction === 'listening' || (row.socket.peer === null && isServer(row))) return activities.listen;
  if (row.socket.peer === null) return activities.bound;
  return occasion === 'opened' ? activities.open : activities.traffic;
}

const directions: Readonly<Record<Direction, Kind>> = {
  unknown: {id: 0, name: 'Unknown'},
  inbound: {id: 1, name: 'Inbound'},
  outbound: {id: 2, name: 'Outbound'},
  listening: {id: 99, name: 'listening'},
  unconnected: {id: 99, name: 'unconnected'},
};
const local: Kind = {id: 4, name: 'Local'};

const directionOf = ({row}: Sighting): Kind => (row.loopback && row.peerLoopback ? local : directions[row.direction]);

const common: readonly Field[] = [
  ['metadata.version', () => version],
  ['metadata.product.name', () => 'portwatch'],
  ['metadata.product.vendor_name', () => 'portwatch'],
  ['metadata.product.version', sighting => sighting.version],
  ['metadata.profiles', () => ['host', 'container']],
  ['metadata.event_code', ({row}) => row.assessment.rule.id],
  ['time', ({at}) => at],
  ['severity_id', ({severity}) => severity.id],
  ['severity', ({severity}) => severity.caption],
  ['message', ({message}) => message],
  ['device.hostname', ({host}) => host],
  ['device.type_id', () => 0],
  ['device.type', () => 'Unknown'],
  ['unmapped.verdict', ({row}) => row.assessment.verdict],
  ['unmapped.standing', ({row}) => standingOf(row)],
  ['unmapped.why', ({row}) => row.assessment.why],
  ['unmapped.state', ({row}) => row.socket.state],
  ['unmapped.acceptance', ({row}) => row.acceptance?.state ?? null],
  ['unmapped.netns', ({row}) => row.socket.netns?.name ?? null],
];

/** The fields of one end. An address that is none, as saved text may have, is a name. */
const endFields = (sideOf: (ends: RolesOfEnds) => FlowSide | null): readonly Field[] => {
  const ofLocal = (sighting: Sighting): FlowSide | null => {
    const side = sideOf(sighting.ends);
    return side?.isLocal ? side : null;
  };
  return [
    ['ip', ({ends}) => sideOf(ends)?.ip ?? null],
    ['name', ({ends}) => (sideOf(ends)?.ip === null ? (sideOf(ends)?.address ?? null) : null)],
    ['port', ({ends}) => sideOf(ends)?.port ?? null],
    ['interface_name', ({ends}) => sideOf(ends)?.device ?? null],
    ['hostname', sighting => ofLocal(sighting) && sighting.host],
  ];
};

const processFields: readonly Field[] = [
  ['pid', ({process}) => process?.pid ?? null],
  ['name', ({process}) => process?.name ?? null],
  ['cmd_line', ({process}) => process?.command ?? null],
  ['created_time', ({process}) => process?.startedAt ?? null],
  ['file.name', ({executable}) => executable && (baseName(executable) || executable)],
  ['file.path', ({executable}) => executable],
  ['file.type_id', ({executable}) => executable && 8],
  ['file.type', ({executable}) => executable && 'Executable File'],
  ['parent_process.pid', ({parentPid}) => parentPid],
  ['user.name', ({process}) => process?.user ?? null],
  ['user.uid', ({process}) => (process?.uid === undefined || process.uid === null ? null : String(process.uid))],
  ['container.uid', ({process}) => process?.container?.id ?? null],
  ['container.name', ({process}) => process?.container?.name ?? null],
  ['container.runtime', ({process}) => process?.container?.runtime ?? null],
];

/** A process has a pid; saved text may have its name alone. */
const hasPid = ({process}: Sighting): boolean => typeof process?.pid === 'number';
const whereHasPid = (fields: readonly Field[]): readonly Field[] =>
  fields.map(([name, get]) => [name, sighting => (hasPid(sighting) ? get(sighting) : null)]);

/** The socket itself: of an activity, and of the evidence of a finding. */
const flow: readonly Field[] = [
  ...under(
    'src_endpoint',
    endFields(({source}) => source),
  ),
  ...under(
    'dst_endpoint',
    endFields(({destination}) => destination),
  ),
  ['connection_info.uid', ({row}) => row.socket.key],
  ['connection_info.protocol_name', ({transport}) => transport?.name ?? null],
  ['connection_info.protocol_num', ({transport}) => transport?.number ?? -1],
  ['connection_info.protocol_ver_id', ({ipVersion}) => ipVersion],
  ['connection_info.direction_id', sighting => directionOf(sighting).id],
  ['connection_info.direction', sighting => directionOf(sighting).name],
  ['connection_info.community_uid', ({communityId}) => communityId],
  ...under('actor.process', whereHasPid(processFields)),
  ['actor.app_name', sighting => (hasPid(sighting) ? null : (sighting.process?.name ?? null))],
  ['actor.user.name', ({userName}) => userName],
  ['actor.user.uid', ({userId}) => userId],
];

const activity: readonly Field[] = [
  ['activity_id', sighting => activityOf(sighting).id],
  ['activity_name', sighting => activityOf(sighting).name],
  ['category_uid', () => 4],
  ['category_name', () => 'Network Activity'],
  ['class_uid', () => 4001],
  ['class_name', () => 'Network Activity'],
  ['type_uid', sighting => 400_100 + activityOf(sighting).id],
  [
    'type_name',
    sighting => `Network Activity: ${activityOf(sighting).id === 99 ? 'Other' : activityOf(sighting).name}`,
  ],
  ...common,
  ...flow,
  ['is_src_dst_assignment_known', ({row}) => row.socket.peer && row.direction !== 'unknown'],
  ['traffic.bytes_in', ({ends}) => ends.destination?.bytes ?? null],
  ['traffic.bytes_out', ({ends}) => ends.source?.bytes ?? null],
];

const finding: readonly Field[] = [
  ['activity_id', () => 1],
  ['activity_name', () => 'Create'],
  ['category_uid', () => 2],
  ['category_name', () => 'Findings'],
  ['class_uid', () => 2004],
  ['class_name', () => 'Detection Finding'],
  ['type_uid', () => 200_401],
  ['type_name', () => 'Detection Finding: Create'],
  ...common,
  ['status_id', () => 1],
  ['status', () => 'New'],
  ['is_alert', () => true],
  ['finding_info.uid', identityOf],
  ['finding_info.title', sighting => `Differs from the accepted baseline: ${kindsOf(sighting).join(', ')}`],
  ['finding_info.desc', ({differences}) => differences.join('; ')],
  ['finding_info.types', sighting => kindsOf(sighting)],
  ['finding_info.created_time', ({at}) => at],
  ['finding_info.analytic.name', () => 'accepted baseline'],
  ['finding_info.analytic.type_id', () => 1],
  ['finding_info.analytic.type', () => 'Rule'],
  ['evidences', sighting => [nest(flow, sighting)]],
];

/** The same for each socket of a listener, and after a restart. */
function identityOf(sighting: Sighting): string {
  const {protocol, local, netns} = sighting.row.socket;
  return [sighting.host, netns?.name ?? '-', protocol, local.port, ...kindsOf(sighting)].join(' ');
}

const kindsOf = ({row}: Sighting): readonly string[] => (row.acceptance?.drift ?? []).map(({kind}) => kind);

/** An event of OCSF: Network Activity (4001), or a Detection Finding (2004) of a socket that differs. */
export const toOcsf = (sighting: Sighting): Tree => nest(sighting.isAlert ? finding : activity, sighting);
