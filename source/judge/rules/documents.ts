/** The two documents the reasons come from, by the titles to cite. */
export const documents = {
  ports: 'Checking network ports',
  simple: 'Simple security by evaluating ports',
} as const;

/** Cited for what is not from the documents. */
export const findings = 'portwatch';

/** Goes with every explained socket: the first document's own limit on its recommendations, in our words. */
export const generalCaveat =
  'This is a recommendation, not a guarantee: malicious software can sit on a port that a trusted protocol commonly ' +
  'uses.';
