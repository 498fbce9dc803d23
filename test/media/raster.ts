import {spawnSync} from 'node:child_process';
import {inflateSync} from 'node:zlib';
import {pathOf} from '../e2e/helpers/needs.ts';
import {cell, margin} from './svg.ts';

/** Pixels of a picture, row by row, four bytes each: red, green, blue, alpha. */
export type Raster = {readonly width: number; readonly height: number; readonly pixels: Uint8Array};

/** Renders SVG with librsvg, which knows little of CSS and nothing of `white-space`. Throws where it fails. */
export function rasterOf(svg: string): Raster {
  const {status, stdout, stderr} = spawnSync(pathOf('rsvg-convert') ?? 'rsvg-convert', {
    input: svg,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`rsvg-convert: ${stderr}`);
  return decodePng(stdout);
}

const signatureLength = 8;

/** Decodes a PNG of eight bits a channel with alpha, which is not interlaced (PNG specification, 9: filtering). */
function decodePng(file: Buffer): Raster {
  const parts: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = signatureLength; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    if (type === 'IDAT') parts.push(data);
    at += 12 + length;
  }
  return {width, height, pixels: unfiltered(inflateSync(Buffer.concat(parts)), width, height)};
}

function unfiltered(data: Buffer, width: number, height: number): Uint8Array {
  const stride = width * 4;
  const pixels = new Uint8Array(stride * height);
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 ? 0 : (pixels[row * stride + column] ?? 0);
  for (let row = 0; row < height; row++) {
    const filter = data[row * (stride + 1)];
    for (let column = 0; column < stride; column++) {
      const [left, up, corner] = [at(row, column - 4), at(row - 1, column), at(row - 1, column - 4)];
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      pixels[row * stride + column] = (data[row * (stride + 1) + 1 + column] ?? 0) + predicted;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const [byLeft, byUp, byCorner] = [left, up, corner].map(each => Math.abs(left + up - corner - each)) as [
    number,
    number,
    number,
  ];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

/** Differences of a channel that are no ink: rounding, and the soft edge of a neighbour's glyph. */
const faint = 60;

/**
 * Which cells of a picture have ink, one string a row: `#` where a pixel in the middle of the cell differs from the
 * pixel in its corner, else a blank.
 */
export function inkOf({width, pixels}: Raster, columns: number, rows: number): readonly string[] {
  const pixel = (x: number, y: number): Uint8Array =>
    pixels.subarray((Math.floor(y) * width + Math.floor(x)) * 4, (Math.floor(y) * width + Math.floor(x)) * 4 + 3);
  const hasInk = (column: number, row: number): boolean => {
    const [left, top] = [margin + column * cell.width, margin + row * cell.height];
    const paper = pixel(left + 1, top + 1);
    for (let x = left + 1.5; x < left + cell.width - 1.5; x++) {
      for (let y = top + 2; y < top + cell.height - 1; y++) {
        if (pixel(x, y).some((value, index) => Math.abs(value - (paper[index] ?? 0)) > faint)) return true;
      }
    }
    return false;
  };
  return Array.from({length: rows}, (_, row) =>
    Array.from({length: columns}, (_, column) => (hasInk(column, row) ? '#' : ' ')).join(''),
  );
}
