import type {ListenerBlock} from '../../domain/baseline.ts';
import {trusted} from '../../domain/text.ts';
import {asExpected, type Compared, drifted, noted} from './difference.ts';
import type {SeenOwner} from './seen-owner.ts';

/** The image without tag and digest: `docker.io/library/nginx` of `docker.io/library/nginx:1.27@sha256:…`. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** Compares the image of a container with the accepted one. Another tag of the same image is an upgrade. */
export function compareImage({image}: ListenerBlock, {main}: SeenOwner): Compared {
  const seen = main.container?.image ?? null;
  if (image === null || image === seen) return asExpected;
  if (main.container === null) return drifted('owner', `image ${image}`, 'no container');
  if (seen === null) return {...asExpected, unverified: [trusted('image: its record could not be read')]};
  return repositoryOf(image) === repositoryOf(seen)
    ? noted('upgraded', `from image ${image} to ${seen}`)
    : drifted('owner', `image ${image}`, `image ${seen}`);
}
