import {localPort, noPeer, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const syslogListener: Rule = {
  id: 'syslog-listener',
  title: 'Log collector',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'UDP port number of 514'},
  extrapolated: never,
  when: [protocolIs('udp'), noPeer, localPort(514)],
  expects: {
    programs: [
      ...['rsyslogd', 'syslog-ng', 'syslogd', 'socklog', 'sysklogd', 'nsyslogd', 'metalog', 'nxlog', 'nxlog-processor'],
      ...[
        'fluent-bit',
        'td-agent-bit',
        'fluentd',
        'td-agent',
        'vector',
        'logstash',
        'telegraf',
        'filebeat',
        'promtail',
      ],
      ...['alloy', 'grafana-agent', 'otelcol', 'otelcol-contrib', 'vlagent', 'victoria-logs', 'cribl', 'splunkd'],
      ...['wazuh-remoted', 'ossec-remoted'],
    ],
    alsoKnown: ['haproxy', 'nginx', 'traefik', 'envoy', 'inetd', 'xinetd'],
    called: 'a syslog daemon',
    calledMany: 'syslog daemons',
    leads: 'suspect',
  },
  softenedBy: null,
  why: 'waits for log lines',
  reason:
    'It may be safe, because it only waits for syslog messages and nobody is reporting any, and the authors of ' +
    'syslog programs tend to have security in mind.',
  caveat: 'Anyone who reaches it can write to your logs or fill your disk: limit who may send.',
};
