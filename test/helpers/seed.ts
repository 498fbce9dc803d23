import fc from 'fast-check';

/**
 * Loaded before every test file: with PROPERTY_SEED, as `.ci/run` sets it, property tests try the same cases each time,
 * so that a run that passed passes again. Without it they try new ones; a failure prints its seed.
 */
const {PROPERTY_SEED} = process.env;
if (PROPERTY_SEED) fc.configureGlobal({seed: Number(PROPERTY_SEED)});
