import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { explain } from '../../../../electron/core/gpu/explain.ts';
import { invalidField } from '../../../../electron/core/gpu/fields.ts';
import { parseList, parseProcesses } from '../../../../electron/core/gpu/listings.ts';
import { parseLine } from '../../../../electron/core/gpu/parse.ts';
import { parsePmon } from '../../../../electron/core/gpu/pmon.ts';
import { RUNGS } from '../../../../electron/core/gpu/rung.ts';
import { parseLog } from '../../../../electron/core/gpu/smi-log.ts';
import { diagnose } from '../../../../electron/core/gpu/trouble.ts';
import { parseXids } from '../../../../electron/core/gpu/xid.ts';

/** The thread in which somebody posted it, or the card on which we recorded it. */
const source = z.union([z.url(), z.string().startsWith('recorded by ')]);
/** What nvidia-smi printed for people, or for us. */
const recording = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('query'),
    source,
    driver: z.optional(z.string()),
    fields: z.array(z.string()),
    lines: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('text'),
    source,
    text: z.string(),
    driverLoaded: z.optional(z.boolean()),
    state: z.string(),
  }),
  z.object({ kind: z.literal('processes'), source, fields: z.array(z.string()), text: z.string() }),
  z.object({
    kind: z.literal('list'),
    source,
    text: z.string(),
    driver: z.optional(z.string()),
    gpus: z.int(),
  }),
  z.object({
    kind: z.literal('running'),
    source,
    driver: z.string(),
    list: z.string(),
    apps: z.string(),
    pmon: z.string(),
    log: z.string(),
    xid: z.string(),
  }),
  z.object({ kind: z.literal('rung'), source, rung: z.enum(RUNGS), text: z.string(), code: z.string() }),
]);
const folder = join(import.meta.dirname, '../../../fixtures/nvidia-smi');
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

test.each(all.filter((one) => one.kind === 'text'))('meaning of $name', ({ text, state, driverLoaded = true }) => {
  const [kind, of] = state.split(' ');
  if (kind === 'field') return expect(invalidField(text)).toBe(of);
  const found = diagnose(text, false, { card: true, driver: driverLoaded, power: [], sleeps: false, battery: false });
  return expect(found).toMatchObject(
    kind === 'absent' ? { kind, reason: of } : { kind, failure: { code: of, detail: text } },
  );
});

test('there are at least thirty recordings, each with its source', () => {
  expect(all.length).toBeGreaterThanOrEqual(30);
  expect(all.filter(({ source }) => !/^(https:\/\/|recorded by )/.test(source))).toEqual([]);
});

test.each(all.filter((one) => one.kind === 'processes'))('no process is made up from $name', ({ text }) => {
  expect(parseProcesses(text)).toEqual([]);
});

test.each(all.filter((one) => one.kind === 'list'))('GPUs of $name', ({ text, gpus }) => {
  expect(parseList(text)).toHaveLength(gpus);
});

test('MIG instances belong to their GPU', () => {
  const mig = all.flatMap((one) => (one.kind === 'list' && one.name === 'list-mig' ? parseList(one.text) : []))[0];
  expect(mig?.uuid).toBe('GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16');
  expect(mig?.instances).toHaveLength(3);
});

test.each(all.filter((one) => one.kind === 'rung'))('why a rung breaks, by $name', ({ rung, text, code }) => {
  const found = explain(rung, text);
  expect([found.code, found.fix !== undefined]).toEqual([code, true]);
});

test.each(all.filter((one) => one.kind === 'running'))('one program draws and two compute, by $name', (recorded) => {
  const uuid = 'GPU-195afd21-f8a0-bb6f-870e-95567053fab5';
  expect(parseList(recorded.list)).toMatchObject([{ uuid }]);
  expect(parseProcesses(recorded.apps)).toEqual([
    { pid: 532, name: 'python3', uuid, memoryBytes: 11114 * 2 ** 20 },
    { pid: 531, name: 'python3', uuid, memoryBytes: 4970 * 2 ** 20 },
  ]);
  expect(parsePmon(recorded.pmon)).toEqual([
    { gpu: 0, pid: 530, utilization: 98 },
    { gpu: 0, pid: 531, utilization: 0 },
    { gpu: 0, pid: 532, utilization: 0 },
  ]);
  expect(parseLog(recorded.log)).toEqual({
    graphics: [{ pid: 530, name: '/tmp/w/draw', uuid, memoryBytes: 39 * 2 ** 20 }],
    instances: [],
  });
});

test.each(all.filter((one) => one.kind === 'running'))('the kernel’s message of $name is an Xid', ({ xid }) => {
  // dmesg prints the time since the start, journalctl the time of day.
  const line = xid.replace(/^\[ *[\d.]+\]/, '1795680320.5 box kernel:');
  expect(parseXids(line)).toMatchObject([
    { bus: '0000:00:06', code: 31, message: expect.stringMatching(/^pid=625, name=fault, .*MMU Fault/) },
  ]);
});
