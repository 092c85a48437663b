import { expect, test } from 'vitest';
import { writeContext } from '../../../../electron/core/execute/write-context.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** Writes the context of an engine that has these files; returns what was written. */
async function write(files: Readonly<Record<string, string>>) {
  const written: unknown[] = [];
  const world = fakeWorld({
    engine: {
      async exec(name, command) {
        expect([name, command[0]]).toEqual(['dind', 'cat']);
        const found = files[command[1] ?? ''];
        return found === undefined
          ? { exitCode: 1, stdout: '', stderr: `cat: ${command[1]}: No such file` }
          : { exitCode: 0, stdout: found, stderr: '' };
      },
    },
    contexts: {
      async write(context) {
        written.push(context);
      },
    },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const cause = { object: 'ctx', current: '', desired: '' };
  const step = { kind: 'write-context', name: 'ctx', engine: 'dind', host: 'tcp://127.0.0.1:2376', cause } as const;
  const result = await writeContext(step, run, new AbortController().signal).catch((thrown: unknown) => thrown);
  return { result, written };
}
const files = { '/certs/client/ca.pem': 'CA', '/certs/client/cert.pem': 'CERT', '/certs/client/key.pem': 'KEY' };

test('the client certificate becomes a context of the user', async () => {
  const { result, written } = await write(files);
  expect(result).toBeUndefined();
  expect(written).toEqual([
    {
      name: 'ctx',
      host: 'tcp://127.0.0.1:2376',
      instance: names.instance,
      description: expect.stringContaining('Jenkins'),
      files: { 'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY' },
    },
  ]);
});

test('without its key nothing is written, and the reason is told', async () => {
  const { '/certs/client/key.pem': _, ...others } = files;
  const { result, written } = await write(others);
  expect(result instanceof FailureError && result.failure.detail).toContain('key.pem: No such file');
  expect(written).toEqual([]);
});
