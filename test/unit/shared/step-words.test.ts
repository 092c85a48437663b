import { describe, expect, test } from 'vitest';
import { stepLine } from '../../../electron/core/plan/steps.ts';
import { fullStepText, shortStepText, stepWords } from '../../../electron/shared/step-words.ts';
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
    const step = stepLine({
      kind: 'check-home',
      home,
      image: 'jenkins-image',
      chown: false,
      release: null,
      updated: false,
      known: null,
      cause,
    });
    expect(stepWords(step)).toEqual({
      verb: 'Check home',
      object: '/srv/Jörgs Jenkins/home',
      detail: 'writable as uid 1000',
    });
  });
});

test('a switch as the command line and the menu say it', () => {
  const steps = planFor(running('dood'), 'dind').steps.map(stepLine);
  expect(steps.map(fullStepText).join('\n')).toMatchInlineSnapshot(`
    "Create container nvidia-dind-container privileged, all GPUs
    Start nvidia-dind-container
    Create container jenkins-container 127.0.0.1:8081
    Wait for nvidia-dind-container within 60 s
    Check builds of jenkins-dood-container 0 builds running
    Stop jenkins-dood-container within 60 s
    Start jenkins-container
    Wait for jenkins-container http://127.0.0.1:8081/login within 180 s
    Remove container jenkins-dood-container"
  `);
  expect(steps.map(shortStepText).slice(-2)).toEqual([
    'Wait for jenkins-container',
    'Remove container jenkins-dood-container',
  ]);
});
