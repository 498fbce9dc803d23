/**
 * What is used of a profile of V8 (`Profiler.Profile` of the DevTools protocol). Times are in microseconds, places
 * count from 0.
 */
export type Profile = {
  readonly nodes: readonly {readonly id: number; readonly callFrame: CallFrame}[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

type CallFrame = {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
};

/** A function, and the milliseconds in which it ran itself and not what it had called. */
export type SelfTime = {readonly name: string; readonly place: string; readonly milliseconds: number};

/** The functions of a profile, those that took longest first. Idle time counts for none. */
export function selfTimes(profile: Profile, placeOf: (frame: CallFrame) => string): readonly SelfTime[] {
  const {nodes, samples, timeDeltas} = profile;
  const functions = new Map(
    nodes.map(({id, callFrame}) => [
      id,
      {name: callFrame.functionName || '(anonymous)', place: callFrame.url === '' ? '' : placeOf(callFrame)},
    ]),
  );
  const times = new Map<string, SelfTime>();
  samples.forEach((id, index) => {
    const {name = '', place = ''} = functions.get(id) ?? {};
    if (name === '(idle)') return;
    const key = `${name} ${place}`;
    const before = times.get(key)?.milliseconds ?? 0;
    times.set(key, {name, place, milliseconds: before + (timeDeltas[index] ?? 0) / 1000});
  });
  return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}
