import { describe, expect, test } from 'vitest';
import { stepLine } from '../../../electron/core/plan/steps.ts';
import { stepWords } from '../../../electron/shared/step-words.ts';
import { nothingThere, planFor, running, settings } from '../../doubles/situation.ts';

describe('a plan in words', () => {
  test('every step of real plans has a verb', () => {
    const published = { from: { settings: settings({ nested: { ...settings().nested, publishPort: 2376 } }) } };
    const context = { name: 'jenkins-dind', host: 'tcp://127.0.0.1:2376', instance: 'default' };
    const plans = [
      planFor(nothingThere, 'dind', published),
      planFor(running('dood'), 'dind'),
      planFor({ ...running('dind', published.from), context }, 'off', published),
    ];
    const lines = plans.flatMap(({ steps }) => steps.map(stepLine));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => stepWords(line).verb === '')).toEqual([]);
  });
  test('a home with spaces and umlauts stays whole', () => {
    const home = '/srv/Jörgs Jenkins/home';
    const cause = { object: home, current: '', desired: '' };
    const step = stepLine({ kind: 'check-home', home, image: 'jenkins-image', chown: false, cause });
    expect(stepWords(step)).toEqual({
      verb: 'Check home',
      object: '/srv/Jörgs Jenkins/home',
      detail: 'writable as uid 1000',
    });
  });
});
