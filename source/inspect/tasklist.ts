import type {LsofResult, ProcessDetail} from '../domain/inspection.ts';
import {known, unknown} from '../domain/known.ts';
import type {ListedProcess, Socket} from '../domain/socket.ts';
import {sanitize, trusted} from '../domain/text.ts';
import type {RunTool} from '../system/run-tool.ts';
import {missingDetail} from './process-detail.ts';

/** Milliseconds; with /v tasklist queries the window of every process. */
const timeLimit = 7000;

/** The detail of a process of Windows by tasklist: its user, and the services that run in it. Never rejects. */
export async function detailByTasklist(
  process: ListedProcess,
  run: RunTool,
  signal: AbortSignal,
): Promise<ProcessDetail> {
  const lookup = async (kind: string): Promise<readonly string[] | null> => {
    const filter = ['/fi', `PID eq ${process.pid}`];
    const result = await run('tasklist', [...filter, '/fo', 'csv', '/nh', kind], {signal, timeLimit});
    return result.kind === 'done' ? fieldsOf(result.stdout.toString('latin1')) : null;
  };
  const [verbose, services] = await Promise.all([lookup('/v'), lookup('/svc')]);
  if (verbose === null) return missingDetail(process, 'not-collected');
  if (verbose.length === 0) return missingDetail(process, 'exited');
  // Without a service tasklist prints a sentence in the language of the system; names have another form.
  const user = verbose[6] ?? '';
  const listed = services?.[2] ?? '';
  const isList = /^[\w.$-]+(?:,[\w.$-]+)*$/.test(listed);
  return {
    ...missingDetail(process, 'not-collected'),
    user: user.includes('\\') ? sanitize(user) : process.user,
    description:
      services === null ? unknown('not-collected') : known(isList ? sanitize(`runs the service ${listed}`) : null),
  };
}

/** The quoted fields of the first line; none where no process matched. */
function fieldsOf(output: string): readonly string[] {
  const [line = ''] = output.split(/\r?\n/).filter(each => each.startsWith('"'));
  return [...line.matchAll(/"([^"]*)"/g)].map(([, field = '']) => field);
}

/** The result in place of lsof's on Windows, which has no lsof. */
export function insteadOfLsof({owner}: Socket): LsofResult {
  const [holder] = owner.known ? owner.value : [];
  const commandLine = trusted(holder ? `tasklist /v /fi "PID eq ${holder.process.pid}"` : 'netstat -ano');
  return {
    kind: 'missing',
    commandLine,
    message: trusted('Windows has no lsof: netstat and tasklist are asked instead.'),
  };
}
