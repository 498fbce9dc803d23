/** Everything a key can ask for. */
export type Action =
  | 'next'
  | 'previous'
  | 'page-down'
  | 'page-up'
  | 'half-down'
  | 'half-up'
  | 'first'
  | 'last'
  | 'next-group'
  | 'previous-group'
  | 'fold'
  | 'unfold'
  | 'fold-all'
  | 'open'
  | 'lsof'
  | 'loopback'
  | 'pause'
  | 'look'
  | 'redraw'
  | 'next-socket'
  | 'previous-socket'
  | 'help'
  | 'back'
  | 'escape'
  | 'suspend'
  | 'quit';

/** Where keys go: the screen on top. */
export type Mode = 'list' | 'detail' | 'help';
