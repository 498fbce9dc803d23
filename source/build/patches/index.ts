import type {Patch} from '../patch.ts';
import {inkAlternateScreen} from './ink-alternate-screen.ts';
import {inkChangedCells} from './ink-changed-cells.ts';
import {inkEscapeSooner} from './ink-escape-sooner.ts';
import {inkJoinMoves} from './ink-join-moves.ts';
import {inkMeasureOnce} from './ink-measure-once.ts';
import {inkOutputCaches} from './ink-output-caches.ts';
import {inkReuseRows} from './ink-reuse-rows.ts';
import {inkSanitizeOnce} from './ink-sanitize-once.ts';
import {inkTextTransform} from './ink-text-transform.ts';
import {meowManifest} from './meow-manifest.ts';
import {stringWidthLazyEmoji} from './string-width-lazy-emoji.ts';
import {yogaLayoutSync} from './yoga-layout-sync.ts';

/** Every patch of a package, in the order in which they are made. */
export const patches: readonly Patch[] = [
  inkReuseRows,
  inkTextTransform,
  inkSanitizeOnce,
  inkMeasureOnce,
  inkOutputCaches,
  inkJoinMoves,
  inkChangedCells,
  inkAlternateScreen,
  inkEscapeSooner,
  stringWidthLazyEmoji,
  yogaLayoutSync,
  meowManifest,
];
