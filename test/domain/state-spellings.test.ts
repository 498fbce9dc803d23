import assert from 'node:assert/strict';
import {test} from 'node:test';
import {socketStates} from '../../source/domain/socket.ts';
import {stateReader} from '../../source/domain/state-spellings.ts';

const read = stateReader({ESCUTANDO: 'LISTEN', À_ÉCOUTE: 'LISTEN'});

test('every state is read by its own name, whatever its case and the signs between its letters', () => {
  for (const state of socketStates) {
    const spelled = [
      state,
      state.toLowerCase(),
      state.replaceAll('_', '-'),
      state.replace(/(?=\d)/, '_'),
      `(${state})`,
    ];
    assert.deepEqual(
      spelled.map(read),
      spelled.map(() => state),
    );
  }
});

test('the words of one source are read beside the shared ones, and by that source alone', () => {
  assert.deepEqual(['escutando', 'à écoute', 'LISTENING'].map(read), ['LISTEN', 'LISTEN', 'LISTEN']);
  assert.equal(stateReader()('ESCUTANDO'), null);
});

test('other words are no states', () => {
  for (const word of ['', '-', '7', 'UNKNOWN', 'LISTENS', 'constructor', '__proto__', 'LISTEN'.padEnd(25, '-')]) {
    assert.equal(read(word), null, word);
  }
});
