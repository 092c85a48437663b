import { expect, test } from 'vitest';
import { withWayBack } from '../../../../electron/core/control/with-way-back.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { nothingThere, withPreflight } from '../../../doubles/situation.ts';
import { intentWith } from '../../../doubles/world.ts';

const HOME = '/var/lib/jenkins';
const unit: HostJenkins = {
  ...{ name: 'jenkins.service', unit: 'jenkins.service', enabled: false, pid: null, user: 'jenkins' },
  ...{ home: HOME, port: 8080 },
};
const agreed = [consent.takeOverHost('jenkins.service', HOME)];
const cause = { object: '', current: '', desired: '' };
const stopped = (jenkins: HostJenkins): Step => ({ kind: 'stop-host', name: jenkins.name, jenkins, cause });
const back =
  'jenkins.service was stopped and no longer starts; to bring it back: jenkins-tray down && sudo chown -R jenkins: /var/lib/jenkins && sudo systemctl enable --now jenkins.service.';

interface Given {
  readonly there?: readonly HostJenkins[] | null;
  readonly consents?: readonly string[];
  readonly ended?: readonly Step[];
  readonly home?: string;
  readonly detail?: string;
}

/** What a failure then says. */
function detailOf({ there = [], consents = agreed, ended = [], home = HOME, detail = 'Disk full.' }: Given): string {
  const facts =
    there === null ? { ...nothingThere, preflight: null } : withPreflight(nothingThere, { hostJenkins: there });
  const failure = { code: 'engine/error', title: 'x', detail } as const;
  return withWayBack(failure, intentWith({ consents }), facts, ended, home).detail;
}

test.each<[string, Given, string]>([
  ['now', { ended: [stopped(unit)], there: null }, `Disk full. ${back}`],
  ['in an earlier pass', { there: [unit] }, `Disk full. ${back}`],
  ['and there is nothing else to say', { there: [unit], detail: '' }, back],
  [
    'that has another home, which was left alone',
    { ended: [stopped(unit)], home: '/srv/home' },
    'Disk full. jenkins.service was stopped and no longer starts; to bring it back: jenkins-tray down && sudo systemctl enable --now jenkins.service.',
  ],
])('a unit that was stopped %s is told with its way back', (_what, given, expected) => {
  expect(detailOf(given)).toBe(expected);
});

test.each<[string, Given]>([
  ['runs', { there: [{ ...unit, pid: 7 }] }],
  ['still starts with the computer', { there: [{ ...unit, enabled: true }] }],
  ['nobody agreed to take over', { there: [unit], consents: [] }],
  ['is none, but a process', { there: [{ ...unit, unit: null }], ended: [stopped({ ...unit, unit: null })] }],
  ['was not looked for', { there: null }],
])('a unit that %s is not told', (_what, given) => {
  expect(detailOf(given)).toBe('Disk full.');
});
