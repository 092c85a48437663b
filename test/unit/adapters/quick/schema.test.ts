import * as fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import * as quick from '../../../../electron/adapters/quick/schema.ts';

/** Runs of each property. */
const RUNS = 300;

/** The modules that have schemas and are part of `status`, with their schemas as values that both makes of them have. */
async function schemas() {
  const [settings, responses] = await Promise.all([
    import('../../../../electron/shared/settings.ts'),
    import('../../../../electron/adapters/engine/responses.ts'),
  ]);
  const { settingsSchema } = settings;
  return { settingsSchema, ...responses, ...combined(await import('zod/mini')) };
}

/** What the other files of the settings folder, and Jenkins' documents, are made of. */
function combined(z: typeof import('zod/mini')) {
  const text = z.string().check(z.minLength(1));
  const base = z.object({ at: z.number(), list: z._default(z.array(z.string()), ['a']) });
  return {
    combined: z.object({
      text,
      caught: z.catch(z._default(z.enum(['a', 'b']), 'b'), 'a'),
      caughtOptional: z.catch(z.optional(z.enum(['a', 'b'])), undefined),
      exact: z.exactOptional(z.catch(z.nullable(z.number()), null)),
      exactDefault: z.exactOptional(z._default(z.string(), 'x')),
      optionalDefault: z.optional(z._default(z.string(), 'x')),
      nullishRecord: z.nullish(z.record(z.string(), z.nullish(z.array(z.union([z.literal('all'), z.int()]))))),
      custom: z.optional(z.custom<string>((value) => typeof value === 'string')),
      any: z.optional(z.unknown()),
      loose: z.optional(z.looseObject({ a: z.optional(z.string()) })),
      before: z._default(z.nullable(z.extend(base, { more: z.boolean() })), null),
      prefault: z.prefault(base, { at: 1 }),
    }),
  };
}

type Made = Record<string, { safeParse(value: unknown): { success: boolean; data?: unknown } }>;
let byZod: Made = {};
let byUs: Made = {};

beforeAll(async () => {
  byZod = await schemas();
  vi.resetModules();
  vi.doMock('zod/mini', () => quick);
  byUs = await schemas();
  vi.doUnmock('zod/mini');
  vi.resetModules();
});

const both = (name: string, value: unknown) => {
  const [zod, us] = [byZod[name]?.safeParse(value), byUs[name]?.safeParse(value)];
  expect({ success: us?.success, data: us?.data }).toEqual({ success: zod?.success, data: zod?.data });
  // The order of keys decides the hash of a stack.
  expect(JSON.stringify(us?.data)).toBe(JSON.stringify(zod?.data));
  return us?.success;
};

/** A value in its place, or something else there, or nothing. */
function varied(value: unknown): fc.Arbitrary<unknown> {
  const other = fc.oneof(
    fc.constantFrom(
      null,
      undefined,
      '',
      0,
      -1,
      1.5,
      Number.NaN,
      true,
      [],
      {},
      '/srv/x',
      '/a//b/./c/',
      '..',
      'a:b',
      'x y',
    ),
    fc.constantFrom(
      '::1',
      '[::1]',
      '0:0::1',
      '127.0.0.1',
      '127.0.0.256',
      'https://x.example/',
      'GPU-1',
      'all',
      '10.0.0.0/8',
    ),
    fc.constantFrom('a'.repeat(5000), '😀'.repeat(40), '\u0000', 70_000, 5000, 61),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const same = Array.isArray(value)
    ? fc.tuple(...value.map(varied))
    : typeof value === 'object' && value !== null
      ? fc.record(Object.fromEntries(Object.entries(value).map(([key, it]) => [key, varied(it)])), { requiredKeys: [] })
      : fc.constant(value);
  return fc.oneof({ weight: 40, arbitrary: same }, { weight: 1, arbitrary: other });
}

const container = {
  Id: 'a1',
  Names: ['/jenkins'],
  Image: 'x',
  ImageID: 'sha256:1',
  Created: 1,
  State: 'running',
  Status: 'Up',
  Labels: { a: 'b' },
  Mounts: [{ Type: 'bind', Source: '/a', Destination: '/b', RW: true }],
  Ports: [{ IP: '0.0.0.0', PrivatePort: 1, PublicPort: 2, Type: 'tcp' }],
  NetworkSettings: { Networks: { n: { NetworkID: '1', Aliases: null } } },
  More: 1,
};
const inspected = {
  Id: 'a1',
  Name: '/jenkins',
  Image: 'sha256:1',
  Created: '2026-01-01T00:00:00Z',
  State: { Status: 'running', ExitCode: 0, Health: { Status: 'healthy' }, StartedAt: '' },
  RestartCount: 0,
  Path: 'sh',
  Args: ['-c'],
  Config: { Image: 'x', Labels: { a: 'b' }, Env: ['A=b'], ExposedPorts: { '80/tcp': {} }, User: '' },
  HostConfig: { Memory: 0, RestartPolicy: { Name: 'no' }, PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '1' }] } },
  Mounts: null,
  NetworkSettings: { Ports: { '80/tcp': null }, Networks: {} },
};

describe('the small schemas accept what zod does, and make the same of it', () => {
  test('settings', () => {
    expect(byUs.settingsSchema).not.toHaveProperty('_zod');
    expect(both('settingsSchema', {})).toBe(true);
    const whole = byZod.settingsSchema?.safeParse({}).data;
    const set = {
      ...Object(whole),
      home: 'volume:jenkins',
      dataMounts: [{ source: '/a/', target: null }],
      address: '[::1]',
      gpu: { builds: ['GPU-00000000-0000-0000-0000-000000000000'] },
      nested: { dns: ['1.1.1.1'], addressPools: ['10.200.0.0/16'], bip: '10.199.0.1/24', publishPort: 2376 },
    };
    expect(both('settingsSchema', set)).toBe(true);
    let accepted = 0;
    const check = fc.property(varied(set), (value) => {
      accepted += both('settingsSchema', value) === true ? 1 : 0;
    });
    fc.assert(check, { numRuns: RUNS });
    expect(accepted).toBeGreaterThan(RUNS / 20);
  });

  test.each([
    [
      'combined',
      {
        text: 'a',
        caught: 'a',
        caughtOptional: 'a',
        exact: 1,
        exactDefault: 'y',
        optionalDefault: 'y',
        nullishRecord: { a: [1, 'all'], b: null },
        custom: 'a',
        any: {},
        loose: { a: 'b', c: 1 },
        before: { at: 1, list: ['b'], more: true },
        prefault: { at: 2 },
      },
    ],
    ['containerRows', [container]],
    ['inspected', inspected],
    ['networks', [{ Name: 'n', Id: '1', Labels: null }]],
    ['networkWithUsers', { Id: '1', Driver: 'bridge', Containers: { a: { Name: 'x' } } }],
    [
      'volumeRows',
      { Volumes: [{ Name: 'v', Driver: 'local', Mountpoint: '/v', Labels: null, Options: { o: 'bind' } }] },
    ],
    ['imageRows', [{ Id: '1', RepoTags: ['a:b'], Labels: null, Size: 1, Created: 1 }]],
    ['version', { Version: '1', ApiVersion: '1.41', Os: 'linux' }],
    ['info', { SecurityOptions: [], DockerRootDir: '/' }],
  ])('%s', (name, value) => {
    expect(both(name, value)).toBe(true);
    const check = fc.property(varied(value), (changed) => {
      both(name, changed);
    });
    fc.assert(check, { numRuns: RUNS });
  });
});
