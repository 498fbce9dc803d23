import type {LsofResult, ProcessDetail} from '../domain/inspection.ts';
import {known, unknown} from '../domain/known.ts';
import type {Process, Socket} from '../domain/socket.ts';
import {sanitize, trusted} from '../domain/text.ts';
import type {RunTool} from '../system/run-tool.ts';
import {missingDetail} from './process-detail.ts';

/** Milliseconds; with /v tasklist asks for the window of every process. */
const timeLimit = 7000;

/** What tasklist tells of a process of Windows: its user, and the services that run in it. Never throws. */
export async function detailByTasklist(process: Process, run: RunTool, signal: AbortSignal): Promise<ProcessDetail> {
  const ask = async (kind: string): Promise<readonly string[] | null> => {
    const filter = ['/fi', `PID eq ${process.pid}`];
    const result = await run('tasklist', [...filter, '/fo', 'csv', '/nh', kind], {signal, timeLimit});
    return result.kind === 'done' ? fieldsOf(result.stdout.toString('latin1')) : null;
  };
  const [verbose, services] = await Promise.all([ask('/v'), ask('/svc')]);
  if (verbose === null) return missingDetail(process, 'not-collected');
  if (verbose.length === 0) return missingDetail(process, 'exited');
  // Where there is none, tasklist says so in the language of the system: names of services and users have other forms.
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
export function fieldsOf(output: string): readonly string[] {
  const [line = ''] = output.split(/\r?\n/).filter(each => each.startsWith('"'));
  return [...line.matchAll(/"([^"]*)"/g)].map(([, field = '']) => field);
}

/** What stands for lsof on Windows, which has none. */
export function insteadOfLsof({owner}: Socket): LsofResult {
  const [holder] = owner.known ? owner.value : [];
  const commandLine = trusted(holder ? `tasklist /v /fi "PID eq ${holder.process.pid}"` : 'netstat -ano');
  return {
    kind: 'missing',
    commandLine,
    message: trusted('Windows has no lsof: netstat and tasklist are asked instead.'),
  };
}
