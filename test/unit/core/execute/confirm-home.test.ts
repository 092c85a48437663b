import { expect, test } from 'vitest';
import { confirmHomeFree } from '../../../../electron/core/execute/confirm-home.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { container, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const HOME = '/srv/home';
const using = (name: string, change: Partial<ContainerFact> = {}, readOnly = false) =>
  container(name, { mounts: [{ source: HOME, target: '/x', readOnly }], ...change });
const jenkins = { image: 'jenkins/jenkins' };
const unit: HostJenkins = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  pid: 812,
  user: 'jenkins',
  home: HOME,
  port: 8080,
};

interface Situation {
  readonly running?: readonly ContainerFact[];
  readonly host?: readonly HostJenkins[];
  readonly socket?: null;
  /** The containers that may have the home; null: right before a start, only `except` may. */
  readonly agreed?: readonly string[] | null;
}

/** Which failure there is, if any; `/srv/link` is a link to the home. */
async function refusal({ running = [], host = [], socket, agreed = null }: Situation): Promise<string | null> {
  const world = fakeWorld({
    home: HOME,
    ...(socket === null ? { endpoint: { host: 'tcp://elsewhere', context: '', socket } } : {}),
    engine: {
      runningContainers: async () => running,
      containersNamed: async (wanted) => running.filter(({ name }) => wanted.includes(name)),
    },
    host: { realPath: async (path) => (path === '/srv/link' ? HOME : path), jenkins: async () => host },
  });
  const others = { leave: false, takeOver: 'jenkins.service' };
  const run = { world, settings: settings({ others }), names, version: '1', output: () => undefined };
  const thrown = await confirmHomeFree(run, new AbortController().signal, { except: ['ours'], agreed }).catch(
    (it: unknown) => it,
  );
  if (thrown === undefined) return null;
  return thrown instanceof FailureError ? `${thrown.failure.code} ${thrown.failure.title}` : String(thrown);
}

const free: readonly (readonly [what: string, situation: Situation])[] = [
  ['nobody', {}],
  ['the one that starts, and its nested engine', { running: [using('ours', jenkins)] }],
  ['a Jenkins that can only read it', { running: [using('other', jenkins, true)] }],
  ['something else, right before a start', { running: [using('backup')] }],
  ['something else that may', { running: [using('backup')], agreed: ['id-of-backup'] }],
  [
    'something with a folder of it',
    {
      running: [using('build', { mounts: [{ source: `${HOME}/workspace`, target: '/x' }] })],
      agreed: [],
    },
  ],
  ['a Jenkins of this computer on another home', { host: [{ ...unit, home: '/var/lib/jenkins' }] }],
  ['a Jenkins of this computer on a home that nobody sees', { host: [{ ...unit, home: null }] }],
  ['a Jenkins of this computer that rests', { host: [{ ...unit, pid: null }] }],
  ['a Jenkins of this computer, where the engine is elsewhere', { host: [unit], socket: null }],
  ['the Jenkins of this computer that stops later', { host: [unit], agreed: [] }],
];

test.each(free)('a home is free that has %s', async (_what, situation) => {
  expect(await refusal(situation)).toBeNull();
});

const taken: readonly (readonly [what: string, situation: Situation, named: string])[] = [
  ['another Jenkins', { running: [using('other', jenkins)] }, 'other'],
  ['another Jenkins that may have it', { running: [using('other', jenkins)], agreed: ['id-of-other'] }, 'other'],
  [
    'another Jenkins through a link',
    {
      running: [using('other', { ...jenkins, mounts: [{ source: '/srv/link', target: '/x' }] })],
    },
    'other',
  ],
  ['something else that nobody agreed to', { running: [using('backup')], agreed: ['id-of-web'] }, 'backup'],
  ['a Jenkins of this computer', { host: [{ ...unit, name: 'b.service' }], agreed: [] }, 'b.service'],
  ['one that should have stopped, right before a start', { host: [unit] }, 'jenkins.service'],
  [
    'a Jenkins of this computer through a link',
    {
      host: [
        { ...unit, pid: null },
        { ...unit, name: 'b.service', home: '/srv/link' },
      ],
    },
    'b.service',
  ],
];

test.each(taken)('a home is in use by %s', async (_what, situation, named) => {
  expect(await refusal(situation)).toMatch(new RegExp(`^home/in-use .*${named}`));
});
