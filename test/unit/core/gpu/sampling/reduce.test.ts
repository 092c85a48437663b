import { expect, test } from 'vitest';
import { desktop, laptop, sampling } from '../../../../doubles/sampling.ts';

test('a request for readings starts nvidia-smi, with time for GPUs to initialise', () => {
  const lab = sampling();
  expect(lab.wanted(1000)).toEqual(['disarm restart', 'arm watchdog 10000', 'start --loop-ms=1000']);
  expect(lab.wanted(1000)).toEqual([]);
});

test('the first reading is complete after a pause, later ones with their last GPU', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.line(0)).toEqual(['arm watchdog 10000', 'arm flush 200']);
  expect(lab.line(1)).toEqual(['arm watchdog 10000', 'arm flush 200']);
  expect(lab.timer('flush')).toEqual(['disarm flush', 'report 0, 1']);
  expect(lab.line(0)).toEqual(['arm watchdog 10000', 'arm flush 200']);
  expect(lab.line(1)).toEqual(['arm watchdog 10000', 'disarm flush', 'report 0, 1']);
});

test('a GPU that is listed again ends a reading that has no pause after it', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.line(0);
  expect(lab.line(0)).toEqual(['arm watchdog 10000', 'disarm flush', 'report 0', 'disarm flush', 'report 0']);
});

test('another interval ends the child, and its end starts the next at once', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.reading();
  expect(lab.wanted(10_000)).toEqual(['disarm restart', 'disarm watchdog', 'kill']);
  expect(lab.ended()).toEqual([
    'disarm watchdog',
    'disarm flush',
    'disarm restart',
    'arm watchdog 30000',
    'start --loop-ms=10000',
  ]);
});

test('when no readings are wanted, the child is ended and none is started', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.wanted(null)).toEqual(['disarm restart', 'disarm watchdog', 'kill']);
  expect(lab.ended()).toEqual(['disarm watchdog', 'disarm flush']);
});

test('a child that prints nothing for too long is reported and killed', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.reading();
  expect(lab.timer('watchdog')).toEqual(['report stale', 'kill']);
});

test('a child that exits silently is restarted before that is reported, after a longer delay each time', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.reading();
  const seen = [0, 1, 2, 3, 4, 5].map(() => {
    const commands = lab.ended().slice(2);
    lab.timer('restart');
    return commands.join(', ');
  });
  expect(seen).toEqual([
    'arm restart 1000',
    'arm restart 2000',
    'report failed, arm restart 5000',
    'report failed, arm restart 15000',
    'report failed, arm restart 60000',
    'report failed, arm restart 60000',
  ]);
  lab.reading();
  expect(lab.ended()).toContain('arm restart 1000');
});

test('a child that prints an error is reported at once', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.ended('Failed to initialize NVML: Driver/library version mismatch')).toContain('report absent');
});

test('a field that the driver refuses is dropped, and the next child starts at once', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.says('Field "fan.speed" is not a valid field to query.');
  expect(lab.ended()).toContain('start --loop-ms=1000');
  expect(lab.state()).toMatchObject({ unsupported: ['fan.speed'], failures: 0 });
  expect(lab.state().fields).not.toContain('fan.speed');
});

test('a runaway child is killed once, and its further lines are ignored', () => {
  const lab = sampling();
  lab.wanted(1000);
  const all = Array.from({ length: 2100 }, () => lab.says('nonsense')).flat();
  expect(all).toEqual(['kill']);
});

test('sleeping GPUs are checked again after an interval, without nvidia-smi', () => {
  const lab = sampling({ ...laptop, power: ['suspended'] });
  expect(lab.wanted(10_000)).toEqual(['report asleep', 'arm restart 10000']);
  lab.hardware = laptop;
  expect(lab.timer('restart')).toContain('start --loop-ms=10000');
});

test('idle GPUs that may sleep get half a minute to do so, unless the window shows readings', () => {
  const tray = sampling(laptop);
  tray.wanted(10_000);
  expect([tray.reading(0), tray.reading(0), tray.line(0, 0)].flat().filter((command) => command === 'kill')).toEqual([
    'kill',
  ]);
  expect(tray.ended()).toEqual(['disarm watchdog', 'disarm flush', 'arm restart 30000']);
  const window = sampling(laptop);
  window.wanted(1000);
  for (let time = 0; time < 10; time += 1) window.reading(0);
  expect(window.state().child).toBe('running');
});

test('on battery the interval is five times longer, which is checked every half minute', () => {
  const lab = sampling({ ...desktop, battery: true });
  expect(lab.wanted(1000)).toContain('start --loop-ms=5000');
  lab.reading();
  lab.hardware = desktop;
  lab.now += 29_000;
  expect(lab.line(0)).not.toContain('kill');
  lab.now += 1000;
  expect(lab.line(0)).toContain('kill');
  expect(lab.state().interval).toBe(1000);
});

test('after it is closed it starts nothing any more', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.after({ kind: 'close' })).toEqual(['disarm restart', 'disarm watchdog', 'disarm flush', 'kill']);
  expect(lab.ended()).toEqual(['disarm watchdog', 'disarm flush']);
  expect([lab.timer('restart'), lab.wanted(10_000)]).toEqual([['disarm restart'], []]);
});
