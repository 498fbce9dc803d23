/** The use of a baseline, and how one starts, for whoever has none. */
export const noBaseline = [
  'A baseline has the sockets that an administrator accepted, so that the list marks one that is new or no longer ' +
    'as it was.',
  'There is none yet: a on a socket of the list accepts it, and starts one.',
] as const;
