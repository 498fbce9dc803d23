import type {Patch} from '../patch.ts';

export const stringWidthLazyEmoji: Patch = {
  id: 'string-width-lazy-emoji',
  reason: 'V8 takes longer for the expression of all emoji than Node takes to start, and most texts have none',
  gain: '',
  files: [
    {
      file: 'string-width/index.js',
      changes: [
        [
          'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
          `const emojiRegex = /\\p{Emoji}/v;
let rgiEmojiRegex;

// Every RGI emoji has a character with the property Emoji. The expression is compiled at the first such character; a
// literal would be compiled on loading.
function isRgiEmoji(segment) {
	if (!emojiRegex.test(segment)) {
		return false;
	}

	rgiEmojiRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v');
	return rgiEmojiRegex.test(segment);
}`,
        ],
        ['rgiEmojiRegex.test(segment) || is', 'isRgiEmoji(segment) || is'],
      ],
    },
  ],
};
