import {type Clean, sanitize} from '../domain/text.ts';

/** The first line of an error's message, at most `longest` UTF-16 units of it. */
export function firstLineOf(error: unknown, longest = 200): Clean {
  const message = error instanceof Error ? error.message : String(error);
  return sanitize(message.split('\n')[0] ?? '', longest);
}
