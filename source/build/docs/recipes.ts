/** A file that an engine reads, as its user writes it. */
export type RecipeFile = {readonly name: string; readonly language: 'ini' | 'yaml'; readonly text: string};

/** How an engine gets its data from portwatch. Readme, man page and the tests of engines have it from here. */
export type Recipe = {
  readonly id: 'node-exporter' | 'vector' | 'fluent-bit' | 'otel-collector';
  readonly engine: string;
  /** The command line that has portwatch in it. */
  readonly line: string;
  /** The versions with which a test has run it; null where it has run with none. */
  readonly tried: string | null;
  readonly words: string;
  readonly files: readonly RecipeFile[];
};

const service: RecipeFile = {
  name: 'portwatch-metrics.service',
  language: 'ini',
  text: `[Unit]
Description=Metrics of the sockets of this host

[Service]
WorkingDirectory=/var/lib/prometheus/node-exporter
ExecStart=portwatch --metrics portwatch.prom -i 60
Restart=on-failure

[Install]
WantedBy=multi-user.target`,
};

const rules: RecipeFile = {
  name: 'portwatch.rules.yml',
  language: 'yaml',
  text: `groups:
  - name: portwatch
    rules:
      - alert: PortwatchDrift
        expr: portwatch_baseline_drift > 0
        annotations:
          summary: '{{ $value }} drifted: {{ $labels.change }}'
      - alert: PortwatchSuspect
        expr: portwatch_sockets_by_verdict{verdict="suspect"} > 0
        annotations:
          summary: '{{ $value }} sockets are suspect'
      - alert: PortwatchBaselineUnread
        expr: portwatch_coverage_gaps{gap="baseline"} > 0
        annotations:
          summary: 'the baseline could not be read'
      - alert: PortwatchStale
        expr: time() - portwatch_refresh_timestamp_seconds > 900
        annotations:
          summary: 'last refresh {{ humanizeDuration $value }} ago'`,
};

const vector: RecipeFile = {
  name: 'vector.yaml',
  language: 'yaml',
  text: `sources:
  portwatch:
    type: exec
    mode: streaming
    command: [portwatch, --stream, --format, ecs]
    include_stderr: false
    decoding: {codec: json}
sinks:
  changes:
    type: console
    inputs: [portwatch]
    encoding: {codec: json}`,
};

const fluentBit: RecipeFile = {
  name: 'fluent-bit.yaml',
  language: 'yaml',
  text: `pipeline:
  inputs:
    - name: stdin
      tag: portwatch
  outputs:
    - name: stdout
      match: portwatch
      format: json_lines`,
};

const collector: RecipeFile = {
  name: 'otelcol.yaml',
  language: 'yaml',
  text: `receivers:
  filelog:
    include: [/var/log/portwatch.ndjson]
    operators:
      - type: json_parser
        parse_ints: true
        timestamp:
          parse_from: attributes.Timestamp
          layout_type: epoch
          layout: ns
        severity:
          parse_from: attributes.SeverityNumber
          mapping: {info: 9, info2: 10, warn: 13, warn2: 14}
      - {type: move, from: attributes.Body, to: body}
      - type: move
        from: attributes["host.name"]
        to: resource["host.name"]
      - {type: remove, field: attributes.Timestamp}
      - {type: remove, field: attributes.SeverityNumber}
exporters:
  debug: {verbosity: detailed}
service:
  pipelines:
    logs: {receivers: [filelog], exporters: [debug]}`,
};

export const recipes: readonly Recipe[] = [
  {
    id: 'node-exporter',
    engine: 'Prometheus, by the textfile collector of node_exporter',
    line: 'portwatch --metrics /var/lib/prometheus/node-exporter/portwatch.prom -i 60',
    tried: 'Prometheus 2.42.0, node_exporter 1.5.0',
    words:
      'The directory is the one of Debian; elsewhere it is the one that `--collector.textfile.directory` names. A ' +
      'systemd timer or cron(8) may run the line without `-i` instead. The unit keeps the file up to date, and ' +
      'Prometheus alerts by the rules, which belong among its `rule_files`:',
    files: [service, rules],
  },
  {
    id: 'vector',
    engine: 'Vector',
    line: 'vector --config vector.yaml',
    tried: null,
    words: 'Vector starts portwatch, and starts it again when it ends. Put your own sink in the place of the console:',
    files: [vector],
  },
  {
    id: 'fluent-bit',
    engine: 'Fluent Bit',
    line: 'portwatch --stream --format ecs | fluent-bit -c fluent-bit.yaml',
    tried: 'Fluent Bit 5.1.1',
    words: 'Fluent Bit reads its standard input. Put your own output in the place of the one here:',
    files: [fluentBit],
  },
  {
    id: 'otel-collector',
    engine: 'OpenTelemetry Collector',
    line: 'portwatch --stream --format otel >> /var/log/portwatch.ndjson',
    tried: 'OpenTelemetry Collector 0.165.0',
    words:
      'The collector follows the file, and logrotate(8) may cut it with `copytruncate`. Put your own exporter in the ' +
      'place of the one here:',
    files: [collector],
  },
];
