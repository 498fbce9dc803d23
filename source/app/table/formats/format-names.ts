/** Words of `--format`: our own document, the same with equal parts once, and the field names of others. */
export const formatNames = ['portwatch', 'normalized', 'ecs', 'otel', 'ocsf'] as const;
export type FormatName = (typeof formatNames)[number];
/** Formats of one document, of which each part may refer to another. */
export type DocumentFormat = 'portwatch' | 'normalized';
/** A format with an object for each socket, in the field names of an engine. */
export type EngineFormat = Exclude<FormatName, DocumentFormat>;
