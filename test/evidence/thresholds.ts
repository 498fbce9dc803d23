/**
 * Bounds of the score of the whole suite, in percent: the least share that is caught, the greatest share that is
 * explained or has wrong facts. Raise the bounds together with `expected.json`.
 */
export const thresholds = {caught: 92, explainedOrFalse: 3};
