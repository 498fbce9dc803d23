import {Box, Text} from 'ink';
import {Table} from 'ink-table';
import type {PropsWithChildren} from 'react';
import type {Section, TableBlock} from '../../screens/detail/content.ts';
import {Lines} from './lines.tsx';

type SectionsProps = {
  readonly sections: readonly Section[];
  readonly columns: number;
  readonly scroll: number;
  readonly height: number;
  /** Draws tables with ASCII rules. */
  readonly ascii: boolean;
};

/** A text of sections, some of which hold tables, of which `height` lines from `scroll` on are shown. */
export function Sections({sections, columns, scroll, height, ascii}: SectionsProps) {
  return (
    <Box flexDirection="column" height={height} overflow="hidden" contentOffsetY={scroll}>
      {sections.map(({id, blocks}) =>
        blocks.map((block, index) => {
          const key = `${id}-${index}`;
          return block.kind === 'lines' ? (
            <Lines key={key} lines={block.lines} columns={columns} />
          ) : (
            <Box key={key} flexShrink={0}>
              <Table
                columns={[...block.titles]}
                data={records(block)}
                skeleton={ascii ? AsciiRule : Rule}
                header={Title}
              />
            </Box>
          );
        }),
      )}
    </Box>
  );
}

const records = ({titles, rows}: TableBlock): Record<string, string>[] =>
  rows.map(row => Object.fromEntries(titles.map((title, index) => [title, row[index] ?? ''])));

function Rule({children}: PropsWithChildren) {
  return <Text dimColor>{children}</Text>;
}

function AsciiRule({children}: PropsWithChildren) {
  const drawn = String(children)
    .replace(/─/g, '-')
    .replace(/│/g, '|')
    .replace(/[┌┐└┘├┤┬┴┼]/g, '+');
  return <Text dimColor>{drawn}</Text>;
}

function Title({children}: PropsWithChildren) {
  return <Text bold>{children}</Text>;
}
