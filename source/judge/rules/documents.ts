/** The two documents from which the reasons come, by the titles to cite. */
export const documents = {
  ports: 'Checking network ports',
  simple: 'Simple security by evaluating ports',
} as const;

/** The source of findings that no document has. */
export const findings = 'portwatch';

/** Goes with every explained socket: the first document's own limit on its recommendations, in our words. */
export const generalCaveat =
  'This is a recommendation, not a guarantee: malicious software can sit on a port that a trusted protocol commonly ' +
  'uses.';
