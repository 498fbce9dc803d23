import {Box, Text} from 'ink';
import {memo, use} from 'react';
import type {Line} from '../../domain/line.ts';
import {lineWidth} from '../../screens/text/parts.ts';
import {styledText} from './styled-text.ts';
import {ThemeContext} from './theme.ts';

type LinesProps = {readonly lines: readonly Line[]; readonly columns: number; readonly height?: number};

/** Lines one below the other; with a height, exactly that many rows of the screen. */
export const Lines = memo(function Lines({lines, columns, height}: LinesProps) {
  return (
    <Box flexDirection="column" flexShrink={0} {...(height === undefined ? {} : {height})}>
      {lines.map((line, index) => (
        <LineText key={index} line={line} columns={columns} />
      ))}
    </Box>
  );
});

const LineText = memo(function LineText({line, columns}: {readonly line: Line; readonly columns: number}) {
  const theme = use(ThemeContext);
  const selected = line.selected ?? false;
  const fill = selected ? ' '.repeat(Math.max(0, columns - lineWidth(line))) : '';
  // One text with its colours in it: Ink takes ten times as long for a text for each span.
  return (
    <Text wrap="truncate" inverse={selected}>
      {styledText(line, theme) + fill || ' '}
    </Text>
  );
});
