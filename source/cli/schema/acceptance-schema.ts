import type {toAcceptance, toBaseline} from '../../app/table/acceptance-document.ts';
import {type Block, type DriftNote, driftKinds} from '../../domain/baseline.ts';
import type {Protocol} from '../../domain/socket.ts';
import {count, flag, list, object, oneOf, orNull, type Schema, text, word} from './nodes.ts';

type Acceptance = ReturnType<typeof toAcceptance>;
type Baseline = ReturnType<typeof toBaseline>;
type GoneBlock = Baseline['gone'][number];

const at = orNull(text('when it was accepted, as the file has it'));
const note = orNull(text('the note of whoever accepted it'));
const line = 'line of its block in the file, from 1 on';

/** How a socket stands to the baseline. */
export const acceptance = object<Acceptance>({
  state: word<Acceptance['state']>(
    {accepted: true, drifted: true, new: true},
    'new: a listener that nobody accepted while there is a baseline',
  ),
  at,
  note,
  line: orNull(count(line)),
  inbound: flag('whether it is a connection that came in to an accepted listener'),
  drift: list(oneOf(driftKinds, 'a way in which it differs'), 'empty unless drifted or new'),
  differences: list(
    object<Acceptance['differences'][number]>({
      kind: oneOf(driftKinds, 'a way in which it differs'),
      accepted: text('the accepted side; empty for new'),
      seen: text('the side that is seen'),
    }),
    'the same with both sides in words',
  ),
  notes: list(
    object<Acceptance['notes'][number]>({
      kind: word<DriftNote['kind']>({narrower: true, upgraded: true, moved: true}, 'a difference without an alarm'),
      text: text('the difference in words'),
    }),
    'differences that need no alarm',
  ),
  unverified: list({type: 'string'}, 'expected and not to be seen, as `owner: needs root`'),
});

/** The accepted baseline of the host. */
export const baseline: Schema = object<Baseline>({
  path: text('its file'),
  blocks: count('listeners and conversations accepted in it'),
  gone: list(
    object<GoneBlock>({
      line: count(line),
      kind: word<Block['kind']>({listener: true, conversation: true}, 'kind of its block'),
      protocol: word<Protocol>({tcp: true, udp: true, raw: true, icmp: true, packet: true}, 'protocol'),
      port: {
        oneOf: [count('port, of a conversation the port of the peer'), {const: 'ephemeral'}],
      },
      peer: orNull(text('network of the peer; null for any, and for a listener')),
      netns: orNull(text('name of the network namespace; null for that of the host')),
      container: orNull(text('name of the container, or its ID')),
      executable: orNull(text('path of the expected executable')),
      script: orNull(text('path of the expected script')),
      user: orNull(text('expected user')),
      at,
      note,
    }),
    'blocks for which there is no socket, whatever is shown',
  ),
});
