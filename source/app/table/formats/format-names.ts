/** Words of `--format`: our own document, and the field names of others. */
export const formatNames = ['portwatch', 'ecs', 'otel', 'ocsf'] as const;
export type FormatName = (typeof formatNames)[number];
/** A format with an object for each socket, in the field names of an engine. */
export type EngineFormat = Exclude<FormatName, 'portwatch'>;
