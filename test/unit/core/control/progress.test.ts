import { expect, test } from 'vitest';
import { Progress } from '../../../../electron/core/control/progress.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import { planFor, running, settings } from '../../../doubles/situation.ts';

const OLD = { dind: 'http://127.0.0.1:8081', dood: 'http://127.0.0.1:8080' };

/** Where Jenkins serves while each step of a plan runs, and after the last. */
function serving(from: 'dind' | 'dood', to: Mode, change: Parameters<typeof planFor>[2] = {}): string[] {
  const { steps } = planFor(running(from), to, change);
  const progress = new Progress(
    to,
    { now: () => 0, monotonic: () => 0, after: () => () => undefined },
    () => undefined,
  );
  progress.plan(to, steps, OLD[from]);
  const told = steps.map(({ kind }) => {
    progress.begin();
    const line = `${kind}: ${progress.summary().url}`;
    progress.end('done');
    return line;
  });
  return [...told, `then: ${progress.summary().url}`];
}

test('in a switch the old Jenkins serves until it stops, and the new one once its page answers', () => {
  expect(serving('dood', 'dind')).toEqual([
    'create-container: http://127.0.0.1:8080',
    'start: http://127.0.0.1:8080',
    'create-container: http://127.0.0.1:8080',
    'await-healthy: http://127.0.0.1:8080',
    'drain: http://127.0.0.1:8080',
    'stop: null',
    'start: null',
    'await-ready: null',
    'remove-container: http://127.0.0.1:8081',
    'then: http://127.0.0.1:8081',
  ]);
});

test('while the nested engine is recreated, Jenkins’ page is away from its stop to its next start', () => {
  const nested = { ...settings().nested, dns: ['192.168.0.1'] };
  const all = serving('dind', 'dind', { from: { settings: settings({ nested }) } });
  expect(all.slice(0, 3)).toEqual([`drain: ${OLD.dind}`, 'stop: null', 'stop: null']);
  expect(all.slice(-3)).toEqual(['await-ready: null', `remove-container: ${OLD.dind}`, `then: ${OLD.dind}`]);
});

test('a Jenkins that is switched off serves until it is stopped', () => {
  const [drain, stop, ...rest] = serving('dood', 'off');
  expect([drain, stop]).toEqual(['drain: http://127.0.0.1:8080', 'stop: null']);
  expect(rest.at(-1)).toBe('then: null');
});
