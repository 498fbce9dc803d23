/** SQL (DuckDB) over the output of many hosts. Readme and man page have it from here; a test runs the readme's. */
export type FleetQuery = {
  readonly id: 'view' | 'rarest' | 'first-seen' | 'drift';
  /** The question, as a sentence without its end. */
  readonly words: string;
  /** Lines of at most 76 characters, so that they fit the man page. */
  readonly sql: string;
};

/** The engine, and how the lines of a host get there, once a day. */
export const duckDb = {
  engine: 'DuckDB',
  line: 'portwatch --json --format ecs >> fleet/$(hostname).ndjson',
  tried: 'DuckDB 1.5.6',
} as const;

export const fleetQueries: readonly FleetQuery[] = [
  {
    id: 'view',
    words: 'First, the columns that the questions are about',
    sql: `CREATE VIEW sockets AS
SELECT "@timestamp" AS taken, host.name AS host,
  network.transport AS protocol, destination.port AS port,
  process.executable AS program,
  labels.verdict AS verdict, labels.drift AS drift,
  source IS NULL AND server IS NOT NULL AS listens,
  coalesce(list_contains(tags, 'exposed'), false) AS exposed
FROM read_json('fleet/*.ndjson',
  format = 'newline_delimited', columns = {
  '@timestamp': 'TIMESTAMP', tags: 'VARCHAR[]',
  host: 'STRUCT(name VARCHAR)',
  labels: 'STRUCT(verdict VARCHAR, drift VARCHAR)',
  network: 'STRUCT(transport VARCHAR)',
  source: 'STRUCT(port INTEGER)',
  destination: 'STRUCT(port INTEGER)',
  server: 'STRUCT(port INTEGER)',
  process: 'STRUCT(executable VARCHAR)'
});`,
  },
  {
    id: 'rarest',
    words: 'The rarest listener that the network reaches comes first: few hosts have it',
    sql: `SELECT count(DISTINCT host) AS hosts, protocol, port, program,
  max(verdict) AS verdict, min(host) AS one
FROM sockets WHERE listens AND exposed
GROUP BY protocol, port, program
ORDER BY hosts, port, program LIMIT 20;`,
  },
  {
    id: 'first-seen',
    words: 'What is new where: listeners that a host did not have the first time, the newest first',
    sql: `SELECT min(taken) AS first_seen, host, protocol, port, program
FROM sockets
JOIN (SELECT host, min(taken) AS since FROM sockets GROUP BY host)
  USING (host)
WHERE listens
GROUP BY host, since, protocol, port, program
HAVING min(taken) > since
ORDER BY first_seen DESC, host, port LIMIT 20;`,
  },
  {
    id: 'drift',
    words: 'What differs from the accepted baselines, by day',
    sql: `SELECT day, change, count(DISTINCT host) AS hosts, count(*) AS sockets
FROM (
  SELECT CAST(taken AS DATE) AS day, host,
    unnest(string_split(drift, ' ')) AS change
  FROM sockets
)
GROUP BY day, change ORDER BY day DESC, hosts DESC, change;`,
  },
];
