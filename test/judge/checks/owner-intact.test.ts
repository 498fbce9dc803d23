import {owner} from '../../helpers/build.ts';
import {anyListener, nameOnly, running, shared, testCheck} from '../../helpers/checks.ts';

testCheck('owner-intact', [
  ['nothing is known of the path on this host', anyListener, owner('/opt/x'), 'unknown'],
  ['it was deleted', anyListener, running('/opt/x', {state: 'deleted'}), 'fail', /was deleted/],
  ['it was replaced', anyListener, running('/opt/x', {state: 'replaced'}), 'fail', /by an upgrade\?$/],
  ['it could not be read', anyListener, nameOnly('x', 'needs-root'), 'unknown'],
  [
    'one was replaced and one deleted',
    anyListener,
    shared(running('/a', {state: 'replaced'}), running('/b', {state: 'deleted'})),
    'fail',
    /^\/b was deleted/,
  ],
]);
