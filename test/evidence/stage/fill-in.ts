import type {Addresses} from './addresses.ts';

/** Puts the name and the addresses of a variant into a text. */
export const filledIn = (text: string, id: string, {here, here6, there, there6}: Addresses): string =>
  text
    .replaceAll('$HERE6', here6)
    .replaceAll('$HERE', here)
    .replaceAll('$THERE6', there6)
    .replaceAll('$THERE', there)
    .replaceAll('$ID', id);
