import type {Addresses} from '../stage/addresses.ts';
import {filledIn} from '../stage/fill-in.ts';
import {type Result, results, type Variant} from '../stage/variant.ts';
import {factsOf, type Row, socketText} from './document.ts';

/** The answer to one variant, with the deciding row as printed. */
export type Outcome = {readonly result: Result; readonly printed: string};

/** The rows that a variant is judged by. */
export function rowsOf(variant: Variant, addresses: Addresses, rows: readonly Row[]): readonly Row[] {
  if (variant.socket !== undefined) {
    const wanted = new RegExp(filledIn(variant.socket.source, variant.id, addresses), variant.socket.flags);
    return rows.filter(row => wanted.test(socketText(row)));
  }
  const ours = [addresses.here, addresses.here6, addresses.there, addresses.there6];
  return rows.filter(row => {
    const text = socketText(row).split(' ').slice(2);
    const isOurs = text.some(end => ours.includes(end.slice(0, end.lastIndexOf(':'))));
    return isOurs && (variant.only === undefined || (variant.only === 'listeners') === (row.peer === null));
  });
}

/** The best answer among the rows of a variant. Wrong facts outweigh it, unless a check caught the technique. */
export function judge(variant: Variant, rows: readonly Row[], notes: readonly string[]): Outcome {
  const answers = rows.map(row => ({result: resultOf(variant, row), printed: printedOf(row)}));
  const helpful = variant.helps && notes.find(note => variant.helps?.test(`note ${note}`));
  if (helpful !== undefined) answers.push({result: 'helpful', printed: `note: ${helpful}`});
  const [best] = [
    ...answers.filter(({result}) => result === 'false'),
    ...answers.toSorted((a, b) => order.indexOf(a.result) - order.indexOf(b.result)),
  ];
  return best ?? {result: 'invisible', printed: 'no row'};
}

/** Best first. Beside a row that is explained, a generic one does not count. */
const order: readonly Result[] = ['caught', 'helpful', 'explained', 'generic', 'invisible', 'false'];

function resultOf({signs, words, helps, wrong}: Variant, row: Row): Result {
  const {verdict, rule, why, checks} = row.assessment;
  const facts = factsOf(row);
  const fails = checks.some(({id, result}) => result === 'fail' && signs.includes(id));
  if (wrong?.test(facts)) return verdict === 'suspect' && fails ? 'caught' : 'false';
  const names = fails || (verdict === 'suspect' && signs.includes(rule)) || words?.test(why) === true;
  if (verdict !== 'explained' && names) return 'caught';
  // An alarm for another reason than the technique.
  if (verdict === 'suspect') return 'helpful';
  if (verdict === 'learn') return helps?.test(facts) ? 'helpful' : 'generic';
  return 'explained';
}

function printedOf({owner, direction, assessment: {verdict, rule, why, checks}}: Row): string {
  const failed = checks.filter(({result}) => result === 'fail').map(({id}) => id);
  const paths = [...new Set((owner.processes ?? []).map(({executable}) => executable ?? '?'))];
  const short = paths.map(path => (path.length > 60 ? `${path.slice(0, 60)}…` : path));
  return [`${verdict} ${rule}`, why, failed.join(' '), `${direction}, ${short.join(' ') || owner.why}`]
    .filter(Boolean)
    .join(' · ');
}

/** Whether one result is worse than another. */
export const isWorse = (result: Result, than: Result): boolean => results.indexOf(result) > results.indexOf(than);
