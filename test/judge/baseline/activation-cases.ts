import {known} from '../../../source/domain/known.ts';
import {trusted} from '../../../source/domain/text.ts';
import {owner, process, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {activated, type Case, nginx, on, other, unitsOfHost, web, withHash} from './acceptance-cases.ts';

const withStranger = activated(nginx, process('/usr/bin/nc', {pid: 77, startedAt: 9000}));

/** Sockets that systemd opens for a unit, and hands to the program of that or another one. */
export const activationCases: readonly Case[] = [
  {
    name: 'systemd alone, then its program too',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'nginx.socket'),
    now: [socket(on(8443), activated(nginx))],
    evidence: unitsOfHost(8443, 'nginx.socket'),
    expected: ['accepted'],
  },
  {
    name: 'systemd alone, then also the program of a unit of another name that it starts',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'shop.socket', 'nginx.service'),
    now: [socket(on(8443), activated(nginx))],
    evidence: unitsOfHost(8443, 'shop.socket', 'nginx.service'),
    expected: ['accepted'],
  },
  {
    name: 'systemd alone, then also a program of another unit than it starts',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'shop.socket', 'shop.service'),
    now: [socket(on(8443), activated(nginx))],
    evidence: unitsOfHost(8443, 'shop.socket', 'shop.service'),
    expected: ['drifted owner'],
  },
  {
    name: 'systemd alone, then also a program of no unit',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'nginx.socket', 'nginx.service'),
    now: [socket(on(8443), activated({...nginx, unit: trusted('session-3.scope')}))],
    evidence: unitsOfHost(8443, 'nginx.socket', 'nginx.service'),
    expected: ['drifted owner'],
  },
  {
    name: 'systemd alone, then also its program and another one',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'nginx.socket', 'nginx.service'),
    now: [socket(on(8443), withStranger)],
    evidence: {
      ...evidenceFor([withStranger], {ancestors: known([])}),
      host: unitsOfHost(8443, 'nginx.socket', 'nginx.service').host,
    },
    expected: ['drifted owner'],
  },
  {
    name: 'systemd alone, then also a program of another unit while its socket units are not read',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'shop.socket', 'nginx.service'),
    now: [socket(on(8443), activated(nginx))],
    expected: ['accepted'],
  },
  {
    name: 'systemd and its program, then systemd alone',
    before: [socket(on(8443), activated(nginx))],
    beforeEvidence: unitsOfHost(8443, 'nginx.socket'),
    now: [socket(on(8443), activated())],
    evidence: unitsOfHost(8443, 'nginx.socket'),
    expected: ['accepted'],
  },
  {
    name: 'the program with its checksum, then systemd alone',
    before: [socket(on(8443), activated(nginx))],
    beforeEvidence: unitsOfHost(8443, 'nginx.socket'),
    now: [socket(on(8443), activated())],
    evidence: {...evidenceFor([activated()], other), ...{host: unitsOfHost(8443, 'nginx.socket').host}},
    change: withHash,
    expected: ['accepted'],
  },
  {
    name: 'the program itself, then systemd for it',
    before: [web],
    now: [socket(on(8443), activated())],
    evidence: unitsOfHost(8443, 'nginx.socket'),
    expected: ['accepted'],
  },
  {
    name: 'systemd alone, then the program of its unit without it',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'nginx.socket'),
    now: [web],
    expected: ['accepted'],
  },
  {
    name: 'systemd alone, then a program of another unit without it',
    before: [socket(on(8443), activated())],
    beforeEvidence: unitsOfHost(8443, 'shop.socket'),
    now: [web],
    expected: ['drifted owner'],
  },
  {
    name: 'a socket unit of another name',
    before: [web],
    now: [socket(on(8443), activated())],
    evidence: unitsOfHost(8443, 'evil.socket'),
    expected: ['drifted owner'],
  },
  {
    name: 'another program than the one that systemd handed the socket to',
    before: [socket(on(8443), activated(nginx))],
    beforeEvidence: unitsOfHost(8443, 'nginx.socket'),
    now: [socket(on(8443), owner('/usr/bin/evil'))],
    expected: ['drifted owner'],
  },
];
