import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import {
  built,
  container,
  goodHome,
  HOME,
  names,
  nothingThere,
  planFor,
  settings,
  withPreflight,
} from '../../../doubles/situation.ts';

const codes = (facts: Facts, mode: 'dind' | 'dood' = 'dood', asked: Parameters<typeof planFor>[2] = {}) =>
  planFor(facts, mode, asked).blocks.map(({ code }) => code);
const there = built(nothingThere);

const apt = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  pid: 812,
  user: 'jenkins',
  home: HOME,
  port: 8080,
};

test('data mounts that are well block nothing', () => {
  const dataMounts = [
    { source: '/usr/share/models', target: '/models', readOnly: true },
    { source: '/data', target: null, readOnly: false },
  ];
  expect(codes(there, 'dood', { from: { settings: settings({ dataMounts }) } })).toEqual([]);
  const hiding = dataMounts.map((it) => ({ ...it, target: null }));
  expect(planFor(there, 'dood', { from: { settings: settings({ dataMounts: hiding }) } }).blocks).toMatchObject([
    { code: 'mount/unsuitable', title: expect.stringContaining('/usr/share/models') },
  ]);
});

const blocked = (facts: Facts, mode: 'dind' | 'dood', from: Parameters<typeof settings>[0] = {}) =>
  planFor(facts, mode, { from: { settings: settings(from) } }).blocks.map(({ title, detail }) => `${title}: ${detail}`);
const taken = (...ports: readonly number[]) =>
  ports.map((port) => ({ address: '127.0.0.1', port, holder: 'nginx', free: null }));

test('a data mount whose target hides a folder of the image is refused, whatever its source', () => {
  const hiding = [{ source: '/data', target: '/usr/lib', readOnly: true }];
  expect(planFor(there, 'dood', { from: { settings: settings({ dataMounts: hiding }) } }).blocks).toMatchObject([
    { code: 'mount/unsuitable', title: '/data cannot be mounted at /usr/lib' },
  ]);
});

test('a port blocks only on the address where it is needed', () => {
  const elsewhere = taken(8080).map((it) => ({ ...it, address: '192.0.2.7' }));
  expect(codes(withPreflight(there, { takenPorts: elsewhere }))).toEqual([]);
});

test('a mode is blocked by its own ports alone', () => {
  const facts = withPreflight(there, { takenPorts: taken(8080, 8081, 50000, 2376) });
  const published = { nested: { ...settings().nested, publishPort: 2376 } };
  const of = (port: number, key: string) =>
    `Port ${port} is taken by nginx: Jenkins Tray needs 127.0.0.1:${port} (setting ${key}).`;
  expect(blocked(facts, 'dood', published)).toEqual([of(8080, 'ports.dood'), of(50000, 'ports.agents')]);
  expect(blocked(facts, 'dind')).toEqual([of(8081, 'ports.dind'), of(50000, 'ports.agents')]);
  expect(blocked(facts, 'dind', published)).toEqual([
    of(8081, 'ports.dind'),
    of(50000, 'ports.agents'),
    of(2376, 'nested.publishPort'),
  ]);
});

test('a port that our own containers have, or what is taken over, is free', () => {
  const publishes = (name: string) =>
    container(name, {
      ports: [
        { address: '', port: 1, target: 1 },
        { address: '127.0.0.1', port: 8080, target: 8080 },
      ],
    });
  const facts = (name: string) =>
    withPreflight(there, { takenPorts: taken(8080), running: [container('web'), publishes(name)] });
  expect(blocked(facts('ci'), 'dood')).toEqual([expect.stringContaining('is taken by the container ci')]);
  for (const name of [names.jenkins.dind, names.jenkins.dood, names.nestedEngine])
    expect(blocked(facts(name), 'dood')).toEqual([]);
  const others = { others: { leave: false, takeOver: 'ci' } };
  const unused = { ...there, home: { ...goodHome, marked: false }, containers: [publishes('ci')] };
  expect(
    blocked(withPreflight(unused, { takenPorts: taken(8080), running: [publishes('ci')] }), 'dood', others),
  ).toEqual([]);
  const host = { others: { leave: false, takeOver: apt.name } };
  const hosts = withPreflight(there, { takenPorts: taken(8080, 50000), hostJenkins: [apt] });
  expect(blocked(hosts, 'dood', host)).toEqual([expect.stringContaining('Port 50000')]);
});
