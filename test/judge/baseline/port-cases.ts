import type {Socket} from '../../../source/domain/socket.ts';
import {owner, ownerOf, socket} from '../../helpers/build.ts';
import {again, type Case, nginx, on} from './acceptance-cases.ts';

const statd = (port: number, address: string, protocol?: string): Socket =>
  socket(on(port, address, protocol), owner('/usr/sbin/rpc.statd'));

/** Changes of ports that the system gives: to clients, and to servers of RPC. */
export const portCases: readonly Case[] = [
  {
    name: 'UDP on another port of clients',
    before: [socket(on(40001, '0.0.0.0', 'udp UNCONN'), ownerOf(nginx))],
    now: [socket(on(51999, '0.0.0.0', 'udp UNCONN'), ownerOf(nginx))],
    expected: ['accepted'],
  },
  {
    name: 'UDP on a port of clients, of somebody else',
    before: [socket(on(40001, '0.0.0.0', 'udp UNCONN'), ownerOf(nginx))],
    now: [socket(on(51999, '0.0.0.0', 'udp UNCONN'), owner('/usr/bin/dig'))],
    expected: ['-'],
  },
  {
    name: 'TCP on another port of clients',
    before: [socket(on(40001), ownerOf(nginx))],
    now: [again({}, on(51999))],
    expected: ['accepted'],
  },
  {
    name: 'a second TCP port of clients',
    before: [socket(on(40001), ownerOf(nginx))],
    now: [socket(on(40001), ownerOf(nginx)), again({}, on(51999))],
    expected: ['accepted', 'new'],
  },
  {
    name: 'privileged ports of a server of RPC',
    before: [statd(753, '127.0.0.1', 'udp UNCONN'), statd(700, '0.0.0.0')],
    now: [statd(868, '127.0.0.1', 'udp UNCONN'), statd(54_115, '0.0.0.0')],
    expected: ['accepted', 'accepted'],
  },
  {
    name: 'several given ports of a server of RPC, each with its own reach',
    before: [statd(753, '127.0.0.1', 'udp UNCONN'), statd(51_000, '0.0.0.0', 'udp UNCONN')],
    now: [statd(52_000, '0.0.0.0', 'udp UNCONN'), statd(868, '127.0.0.1', 'udp UNCONN')],
    expected: ['accepted', 'accepted'],
  },
  {
    name: 'a privileged port of a server of RPC that can be reached from more places',
    before: [statd(753, '127.0.0.1', 'udp UNCONN')],
    now: [statd(868, '0.0.0.0', 'udp UNCONN')],
    expected: ['drifted widened'],
  },
  {
    name: 'a second privileged port of a server of RPC',
    before: [statd(753, '127.0.0.1', 'udp UNCONN')],
    now: [statd(753, '127.0.0.1', 'udp UNCONN'), statd(868, '127.0.0.1', 'udp UNCONN')],
    expected: ['accepted', 'new'],
  },
  {
    name: 'a packet socket that is not bound to a protocol yet',
    before: [socket('packet UNCONN *:3', ownerOf(nginx))],
    now: [socket('packet UNCONN *:0', ownerOf(nginx))],
    expected: ['-'],
  },
  {
    name: 'a packet socket of another protocol',
    before: [socket('packet UNCONN *:3', ownerOf(nginx))],
    now: [socket('packet UNCONN *:2054', ownerOf(nginx))],
    expected: ['new'],
  },
  {
    name: 'the well-known port of another server of RPC',
    before: [statd(753, '0.0.0.0')],
    now: [statd(2049, '0.0.0.0')],
    expected: ['new'],
  },
  {
    name: 'another privileged port of a server that is none of RPC',
    before: [socket(on(753, '127.0.0.1', 'udp UNCONN'), ownerOf(nginx))],
    now: [socket(on(868, '127.0.0.1', 'udp UNCONN'), ownerOf(nginx))],
    expected: ['new'],
  },
];
