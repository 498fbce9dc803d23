import type {Line} from '../../domain/line.ts';

/** A table for ink-table to draw. Its cells are plain ASCII, and the table fits the width of the screen. */
export type TableBlock = {
  readonly kind: 'table';
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export type Block = {readonly kind: 'lines'; readonly lines: readonly Line[]} | TableBlock;

export type SectionId = 'verdict' | 'acceptance' | 'checks' | 'socket' | 'owner' | 'lsof' | 'next' | 'rules';

export type Section = {readonly id: SectionId; readonly blocks: readonly Block[]};

/** The number of lines on the screen. ink-table draws a rule above, below and between all rows. */
export function blockHeight(block: Block): number {
  return block.kind === 'lines' ? block.lines.length : 3 + 2 * block.rows.length;
}

const sectionHeight = ({blocks}: Section): number => blocks.reduce((sum, block) => sum + blockHeight(block), 0);

/** The number of lines of all sections. */
export const contentHeight = (sections: readonly Section[]): number =>
  sections.reduce((sum, section) => sum + sectionHeight(section), 0);

/** The line at which a section starts; 0 where no section has this id. */
export function sectionTop(sections: readonly Section[], id: SectionId): number {
  const index = sections.findIndex(section => section.id === id);
  return contentHeight(sections.slice(0, Math.max(0, index)));
}
