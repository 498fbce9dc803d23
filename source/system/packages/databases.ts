import {apk} from './apk.ts';
import {dpkg} from './dpkg.ts';
import type {PackageDatabase} from './package-database.ts';
import {pacman} from './pacman.ts';
import {rpm} from './rpm.ts';

/** Every package manager that keeps a list of files; a host may have several. */
export const databases: readonly PackageDatabase[] = [dpkg, rpm, apk, pacman];
