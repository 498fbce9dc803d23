import {hidden} from '../../helpers/build.ts';
import {anyListener, conversation, nameOnly, talking, testCheck} from '../../helpers/checks.ts';

testCheck('owner-shell', [
  ['a listener is served, not talked over', anyListener, talking('/bin/bash', 0), null],
  ['a shell has it as its input', conversation, talking('/bin/bash', 0, 1, 2), 'fail', /runs bash .* standard input$/],
  [
    'an interpreter has it as its output',
    conversation,
    talking('/usr/bin/python3.11', 1, 5),
    'fail',
    /standard output$/,
  ],
  [
    'an interpreter has it as its error output',
    conversation,
    talking('/usr/bin/python3.11', 2, 3),
    'fail',
    /standard error$/,
  ],
  ['an interpreter has it as a file of its own', conversation, talking('/usr/bin/python3.11', 3), 'pass'],
  [
    'any program has an outbound one as its input',
    conversation,
    talking('/usr/bin/cat', 0),
    'fail',
    /runs cat .* standard input$/,
  ],
  ['a shell has it as a file of its own', conversation, talking('/bin/bash', 9), 'fail', /holds this socket open$/],
  [
    'a name is all that is known, and no descriptor',
    conversation,
    nameOnly('python3', 'not-collected', []),
    'unknown',
    /descriptors/,
  ],
  [
    'a name is all that is known, and a descriptor above 2',
    conversation,
    nameOnly('python3', 'not-collected'),
    'unknown',
    /python3 is a shell: its name is no proof/,
  ],
  [
    'a shell by name has an outbound one',
    conversation,
    nameOnly('sh', 'not-collected', []),
    'fail',
    /name only, not proof/,
  ],
  [
    'a name has an outbound one as its input',
    conversation,
    nameOnly('python3', 'not-collected', [0]),
    'fail',
    /^python3 \(name only, not proof\) has this socket as its standard input$/,
  ],
  ['the owner could not be seen', conversation, hidden('needs-root'), 'unknown'],
]);
