import type {JudgedListener} from '../domain/facts.ts';
import type {Socket} from '../domain/socket.ts';
import type {AssessedSocket} from './assess-all.ts';
import type {Listeners} from './listeners.ts';

/** Collects the verdicts of the sockets that listen, and finds the verdicts of the listeners of a connection. */
export function createJudgedListeners({lookUp}: Listeners) {
  const judged = new Map<string, JudgedListener>();
  // One array for all connections to an address, so that they share their assessments.
  const found = new Map<readonly Socket[], readonly JudgedListener[]>();
  return {
    add: ({socket, role, acceptance, assessment: {verdict, rule, why}}: AssessedSocket): void => {
      judged.set(socket.key, {key: socket.key, owner: socket.owner, role, verdict, rule: rule.id, why, acceptance});
    },
    /**
     * The listeners that a connection came in to: the ones of the poll before, also where they are gone, or a listener
     * with a more exact address took their place since; else the ones that `Listeners.lookUp` finds. Every socket that
     * listens must have been added.
     */
    of: ({protocol, local, netns}: Socket, before: readonly JudgedListener[]): readonly JudgedListener[] => {
      const sockets = lookUp(protocol, local, netns);
      const now = found.get(sockets) ?? sockets.flatMap(({key}) => judged.get(key) ?? []);
      found.set(sockets, now);
      if (before.length === 0 || now.some(({key}) => before.some(each => each.key === key))) return now;
      return before.some(({key}) => judged.has(key)) ? before.map(each => judged.get(each.key) ?? each) : before;
    },
  };
}
