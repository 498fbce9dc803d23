import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

/** What is read of an entry of package-lock.json (docs of npm: package-lock-json). */
type Locked = {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
};

const lock: {readonly packages: Readonly<Record<string, Locked>>} = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const manifest: {readonly allowScripts: Readonly<Record<string, boolean>>} = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const packages = Object.entries(lock.packages).filter(([place]) => place !== '');

test('the lock file holds every package by its hash', () => {
  assert.ok(packages.length > 20);
  const without = packages.filter(([, {integrity, link}]) => link || !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
  assert.deepEqual(without, []);
});

test('the lock file names no place to fetch from: it is the registry of whoever installs', () => {
  // Written by `npm install --omit-lockfile-registry-resolved`.
  assert.deepEqual(
    packages.filter(([, {resolved}]) => resolved !== undefined),
    [],
  );
});

test('only packages that package.json allows run a script when they are installed', () => {
  const allowed = Object.keys(manifest.allowScripts).map(name => `node_modules/${name}`);
  const run = packages.flatMap(([place, {hasInstallScript}]) => (hasInstallScript ? [place] : []));
  assert.deepEqual(run.sort(), allowed.sort());
});
