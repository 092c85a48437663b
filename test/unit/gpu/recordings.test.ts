import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { invalidField, parseLine, parseProcesses } from '../../../electron/core/gpu/parse.ts';
import { diagnose } from '../../../electron/core/gpu/trouble.ts';

/** What people posted of their own nvidia-smi; each file names the thread. */
const recording = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('query'),
    source: z.url(),
    driver: z.optional(z.string()),
    fields: z.array(z.string()),
    lines: z.array(z.string()),
  }),
  z.object({ kind: z.literal('text'), source: z.url(), text: z.string(), state: z.string() }),
  z.object({ kind: z.literal('processes'), source: z.url(), text: z.string() }),
]);
const folder = join(import.meta.dirname, '../../fixtures/nvidia-smi');
const all = readdirSync(folder).map((name) => ({
  name: name.replace('.json', ''),
  ...recording.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
}));

test.each(all.filter((one) => one.kind === 'query'))('readings of $name', ({ fields, lines }) => {
  // Some left the identity out: without it no line is a sample.
  const whole = ['uuid', 'index', 'name'].filter((field) => !fields.includes(field));
  const identity: Record<string, string> = {
    uuid: 'GPU-00000000-0000-4000-8000-000000000000',
    index: '0',
    name: 'GPU',
  };
  const prefix = whole.map((field) => `${identity[field]}, `).join('');
  expect(lines.map((line) => parseLine(prefix + line, [...whole, ...fields]))).toMatchSnapshot();
});

test.each(all.filter((one) => one.kind === 'text'))('meaning of $name', ({ text, state }) => {
  const [kind, of] = state.split(' ');
  if (kind === 'field') return expect(invalidField(text)).toBe(of);
  const found = diagnose(text, false, { card: true, driver: true, power: [] });
  return expect(found).toMatchObject(
    kind === 'absent' ? { kind, reason: of } : { kind, failure: { code: of, detail: text } },
  );
});

test.each(all.filter((one) => one.kind === 'processes'))('no process is made up from $name', ({ text }) => {
  expect(parseProcesses(text)).toEqual([]);
});

test('processes come with their memory, whatever their names hold', () => {
  const text =
    'GPU-1, 114687, 19135, /usr/local/bin/python\nGPU-1, 7, [N/A], a, b\nMIG-2, 8, [Insufficient Permissions], [Insufficient Permissions]\n';
  expect(parseProcesses(text)).toEqual([
    { pid: 114687, name: '/usr/local/bin/python', uuid: 'GPU-1', memoryBytes: 19135 * 1024 * 1024 },
    { pid: 7, name: 'a, b', uuid: 'GPU-1', memoryBytes: null },
    { pid: 8, name: 'unknown', uuid: 'MIG-2', memoryBytes: null },
  ]);
});
