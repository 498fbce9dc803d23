import type {NamespaceCounts, Problem, WhyUnreadNamespace} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import {counted} from '../count-words.ts';

const words: Readonly<Record<Exclude<WhyUnreadNamespace, 'not-asked'>, string>> = {
  'needs-root': 'needs root',
  refused: 'this system refuses it even to root',
  failed: 'the kernel did not list all sockets',
  'no-process': 'no process in it to read it by',
};

/** A problem for the network namespaces that were not read, with the reasons; none where all were. */
export function namespaceProblem({found, unread}: NamespaceCounts): readonly Problem[] {
  const count = unread.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return [];
  const reasons = unread.flatMap(({why, count: some}) => (why === 'not-asked' ? [] : [{some, text: words[why]}]));
  const [only] = reasons;
  if (only === undefined) {
    const text = trusted(`${counted(count, 'other network namespace', 'other network namespaces')} not read`);
    return [{kind: 'namespaces', count, text}];
  }
  const why = reasons.length === 1 ? only.text : reasons.map(({some, text}) => `${some}: ${text}`).join(', ');
  return [{kind: 'namespaces', count, text: trusted(`${count} of ${found} network namespaces not read: ${why}`)}];
}
