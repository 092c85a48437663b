import { expect, test } from 'vitest';
import { FIELDS } from '../../../../../electron/core/gpu/fields.ts';
import { hung } from '../../../../../electron/core/gpu/sampling/child.ts';
import { desktop, laptop, sampling } from '../../../../doubles/sampling.ts';

/** Decisions about the child of nvidia-smi, one by one. */

const begun = (wanted = 1000, hardware = desktop) => {
  const lab = sampling(hardware);
  lab.wanted(wanted);
  return lab;
};
const line = (values: Readonly<Record<string, string>>) => FIELDS.map((field) => values[field] ?? '[N/A]').join(', ');

test('what is wanted already changes nothing, and nothing runs that is not wanted', () => {
  const lab = sampling();
  expect(lab.wanted(null)).toEqual([]);
  expect(lab.timer('restart')).toEqual(['disarm restart']);
  lab.wanted(1000);
  expect(lab.wanted(1000)).toEqual([]);
  expect(lab.timer('restart')).toEqual(['disarm restart']);
  expect(lab.state().child).toBe('running');
});

test('cards sleep only if all of them do, and there is one', () => {
  const starts = (power: readonly string[]) =>
    sampling({ ...laptop, power })
      .wanted(10_000)
      .some((it) => it.startsWith('start'));
  expect([
    starts(['suspended']),
    starts(['suspended', 'suspended']),
    starts(['suspended', 'active']),
    starts([]),
  ]).toEqual([false, false, true, true]);
});

test('a timer that is late finds nothing to do once no child runs', () => {
  const lab = begun();
  lab.wanted(null);
  lab.ended();
  expect([lab.timer('watchdog'), lab.timer('flush')]).toEqual([[], ['disarm flush']]);
});

test('a child that hangs is stale since its last reading, else since now', () => {
  const since = (reads: boolean) => {
    const lab = begun();
    lab.now = 5000;
    if (reads) lab.reading();
    lab.now = 9000;
    const { commands } = hung(lab.state(), {
      now: 9000,
      monotonic: 0,
      hardware: () => desktop,
      memoryHeld: () => false,
    });
    return commands.flatMap((it) => (it.kind === 'report' && it.state.kind === 'stale' ? [it.state.since] : []));
  };
  expect([since(true), since(false)]).toEqual([[5000], [9000]]);
});

test('the end of a child counts what it had read, but not of one that was killed', () => {
  const reading = begun();
  reading.line(0);
  expect(reading.ended()).toContain('report 0');
  const switched = begun();
  switched.line(0);
  switched.wanted(10_000);
  expect(switched.ended().some((it) => it.startsWith('report'))).toBe(false);
  const closed = begun();
  closed.line(0);
  closed.after({ kind: 'close' });
  expect(closed.ended().some((it) => it.startsWith('report'))).toBe(false);
});

test('a warning at the end of a child that gave readings brings the next after an interval, else after a failure', () => {
  const words = 'WARNING: infoROM is corrupted at gpu 0000:B3:00.0';
  const none = begun(10_000);
  expect(none.ended(words)).toContain('arm restart 1000');
  const some = begun(10_000);
  some.reading();
  expect(some.ended(words)).toContain('arm restart 10000');
  const without = begun(10_000);
  without.reading();
  expect(without.ended()).toContain('arm restart 1000');
});

test.each([
  ['Field "fan.speed" is not a valid field to query.', ['fan.speed']],
  ['Field "utilization.encoder" is not a valid field to query.', []],
  ['Field "clocks_throttle_reasons.active" is not a valid field to query.', []],
])('%s leaves out %j', (words, unsupported) => {
  const lab = begun();
  expect(lab.ended(words)).toContain('start --loop-ms=1000');
  expect(lab.state()).toMatchObject({ unsupported, failures: 0 });
});

test('a refusal of a field that was not asked for is a failure', () => {
  const lab = begun();
  expect(lab.ended('Field "other" is not a valid field to query.')).toContain('arm restart 1000');
  expect(lab.state().failures).toBe(1);
});

test('silence of blanks is silence', () => {
  const lab = begun();
  lab.reading();
  expect(lab.ended('  \n')).toEqual(['disarm watchdog', 'disarm flush', 'arm restart 1000']);
  expect(begun().ended('  \n')).toEqual(['disarm watchdog', 'disarm flush', 'arm restart 1000']);
});

test('a GPU that comes late belongs to the first reading, and to each later one', () => {
  const lab = begun();
  lab.line(0);
  lab.timer('flush');
  expect(lab.line(1)).toEqual(['arm watchdog 10000', 'arm flush 200']);
  expect(lab.line(0)).toContain('report 0, 1');
  expect(lab.line(1)).toEqual(['arm watchdog 10000', 'arm flush 200']);
});

test('a pause ends a reading after a third of a short interval', () => {
  const lab = begun(300);
  expect(lab.line(0)).toContain('arm flush 100');
});

test('the driver’s version stays known where a line lacks it', () => {
  const lab = begun();
  lab.after({ kind: 'line', text: line({ uuid: 'GPU-0', index: '0', driver_version: '580.1' }) });
  lab.after({ kind: 'line', text: line({ uuid: 'GPU-1', index: '1' }) });
  expect(lab.state().driver).toBe('580.1');
});

test('cards are reported in their order, and one trouble once', () => {
  const lab = begun();
  lab.line(1);
  lab.line(0);
  lab.says('WARNING: infoROM is corrupted at gpu 0000:B3:00.0');
  lab.says('WARNING: infoROM is corrupted at gpu 0000:B3:00.0');
  lab.says('WARNING: infoROM is corrupted at gpu 0000:C3:00.0');
  expect(lab.timer('flush')).toEqual(['disarm flush', 'report 0, 1, gpu/inforom, gpu/inforom']);
});

test('a warning about one card leaves those that are missing out', () => {
  const lab = begun();
  lab.line(0);
  lab.line(1);
  lab.timer('flush');
  lab.says('WARNING: infoROM is corrupted at gpu 0000:B3:00.0');
  lab.line(0);
  expect(lab.timer('flush')).toEqual(['disarm flush', 'report 0, gpu/inforom']);
});

/** Idle readings of two cards, at this pace. */
const rests = (wanted: number, loads: readonly [number, number], held: boolean | null = false, memory = 0) => {
  const lab = begun(wanted, laptop);
  lab.held = held;
  const commands: string[] = [];
  for (let time = 0; time < 5; time += 1) {
    for (const [index, load] of loads.entries()) {
      const text = line({
        uuid: `GPU-${index}`,
        index: String(index),
        'utilization.gpu': String(load),
        'memory.used': String(index === 1 ? memory : 0),
      });
      commands.push(...lab.after({ kind: 'line', text }));
    }
    if (lab.state().reading.samples.size > 0) commands.push(...lab.timer('flush'));
  }
  return commands.includes('kill');
};

test.each<[string, Parameters<typeof rests>, boolean]>([
  ['all are idle', [10_000, [0, 0]], true],
  ['one works', [10_000, [0, 5]], false],
  ['both work', [10_000, [5, 5]], false],
  ['the window looks', [9999, [0, 0]], false],
  ['a process holds memory', [10_000, [0, 0], true], false],
  ['it is unknown whether one does', [10_000, [0, 0], null], false],
  ['one has as much memory in use as a desktop needs', [10_000, [0, 0], false, 512], true],
  ['one has more memory in use', [10_000, [0, 0], false, 513], false],
])('cards may sleep where %s: %s', (_where, given, expected) => {
  expect(rests(...given)).toBe(expected);
});

test('a computer without a card, driver and program is asked again after half an hour only', () => {
  const nothing = { card: false, driver: false, power: [], sleeps: false, battery: false };
  for (const [hardware, missing, again] of [
    [nothing, true, 1_800_000],
    [nothing, false, 1000],
    [{ ...nothing, card: true }, true, 1000],
    [{ ...nothing, driver: true }, true, 1000],
  ] as const) {
    const lab = sampling(hardware);
    lab.wanted(10_000);
    expect(lab.ended('', missing)).toContain(`arm restart ${again}`);
  }
});
