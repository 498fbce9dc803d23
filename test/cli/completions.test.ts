import assert from 'node:assert/strict';
import {test} from 'node:test';
import {completionScripts} from '../../source/cli/completions/scripts.ts';
import {kebab} from '../../source/cli/option-spelling.ts';
import {allOptions, shells} from '../../source/cli/options-table.ts';

for (const shell of shells) {
  const script = completionScripts[shell].text();

  test(`the completion for ${shell} has every option, and every word that one takes`, () => {
    for (const record of allOptions) {
      assert.match(script, new RegExp(`(?:--|-l )${kebab(record.name)}\\b`), record.name);
      const words = record.takes && record.takes.kind !== 'file' ? record.takes.words : [];
      for (const word of words) assert.match(script, new RegExp(`[ ('-]${word}[ ')]`), word);
    }
  });

  test(`the completion for ${shell} is plain ASCII`, () => {
    assert.match(script, /^[\x20-\x7e\n]*$/);
  });
}
