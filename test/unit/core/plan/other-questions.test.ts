import { expect, test } from 'vitest';
import type { PreflightFacts } from '../../../../electron/core/observe/facts.ts';
import { besideQuestions, hostQuestions, wayBack } from '../../../../electron/core/plan/other-questions.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import {
  container,
  findingsFor,
  goodHome,
  HOME,
  names,
  nothingThere,
  planFor,
  settings,
  withPreflight,
} from '../../../doubles/situation.ts';

const jenkins = (name: string, source = `${name}-data`, state: ContainerFact['state'] = 'running'): ContainerFact =>
  container(name, { image: 'jenkins/jenkins', state, mounts: [{ source, target: '/var/jenkins_home' }] });
const apt: HostJenkins = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  pid: 812,
  user: 'jenkins',
  home: '/var/lib/jenkins',
  port: 8080,
};
const unknown = { ...nothingThere, home: { ...goodHome, marked: false } };

interface Given {
  readonly others?: Partial<{ readonly leave: boolean; readonly takeOver: string }>;
  readonly marked?: boolean;
  readonly containers?: readonly ContainerFact[];
}
const found = (preflight: Partial<PreflightFacts>, { others = {}, marked = false, containers = [] }: Given = {}) => {
  const from = { settings: settings({ others: { leave: false, takeOver: '', ...others } }) };
  const facts = { ...unknown, containers, home: { ...goodHome, marked } };
  return findingsFor(withPreflight(facts, preflight), 'dood', { from });
};
const { steps } = planFor(unknown, 'dood');
const ids = (...given: Parameters<typeof found>) => besideQuestions(found(...given), steps).map(({ id }) => id);

test('before a first start, the others are named once, and how to continue with one of them', () => {
  expect(
    besideQuestions(found({ others: [jenkins('ci'), jenkins('old', 'data', 'exited')], hostJenkins: [apt] }), steps),
  ).toEqual([
    {
      id: 'beside:ci,old,jenkins.service',
      text: `Leave ci, old, jenkins.service alone and set up a Jenkins beside them, on ${HOME}`,
      detail:
        'ci (image jenkins/jenkins, running) has its home in the volume ci-data. old (image jenkins/jenkins, stopped) has its home in the volume data. jenkins.service of this computer (process 812 of jenkins) has its home in /var/lib/jenkins, its page at port 8080. To continue with one of them instead: jenkins-tray take-over NAME. You are asked only once.',
    },
  ]);
  expect(besideQuestions(found({ others: [jenkins('ci')] }), steps)).toEqual([
    {
      id: 'beside:ci',
      text: `Leave ci alone and set up a Jenkins beside it, on ${HOME}`,
      detail:
        'ci (image jenkins/jenkins, running) has its home in the volume ci-data. To continue with it instead: jenkins-tray take-over ci. You are asked only once.',
    },
  ]);
});

test('nothing is asked where there are none, once it is decided, later, or where no container is created', () => {
  expect(ids({})).toEqual([]);
  const others = [jenkins('ci')];
  expect(ids({ others })).toEqual(['beside:ci']);
  expect(ids({ others }, { others: { leave: true } })).toEqual([]);
  expect(ids({ others }, { others: { takeOver: 'ci' } })).toEqual([]);
  expect(ids({ others }, { marked: true })).toEqual([]);
  expect(
    besideQuestions(
      found({ others }),
      steps.filter(({ kind }) => kind !== 'create-container'),
    ),
  ).toEqual([]);
  expect(besideQuestions(findingsFor({ ...unknown, preflight: null }), steps)).toEqual([]);
});

test('those with our names or our home are asked about elsewhere', () => {
  expect(
    ids({
      others: [
        jenkins('ci'),
        jenkins(names.jenkins.dood),
        jenkins('on-home', HOME),
        jenkins('resting', HOME, 'exited'),
      ],
    }),
  ).toEqual(['beside:ci']);
  expect(ids({ hostJenkins: [apt, { ...apt, name: 'b', home: HOME }] })).toEqual(['beside:jenkins.service']);
});

test('one of this computer that neither runs nor starts with it is nobody', () => {
  expect(ids({ hostJenkins: [{ ...apt, pid: null, enabled: false }] })).toEqual([]);
  expect(ids({ hostJenkins: [{ ...apt, pid: null }] })).toEqual(['beside:jenkins.service']);
  expect(ids({ hostJenkins: [{ ...apt, enabled: false }] })).toEqual(['beside:jenkins.service']);
});

const asked = (change: Partial<HostJenkins>) =>
  hostQuestions(found({ hostJenkins: [{ ...apt, ...change }] }, { others: { takeOver: apt.name } }));
const ROOT = 'Where this needs root, Jenkins Tray stops and names the command.';

test('a take-over of a Jenkins of this computer says how to bring it back', () => {
  expect(asked({})).toEqual([
    {
      id: 'take-over-host:jenkins.service:/var/lib/jenkins',
      text: 'Stop jenkins.service, the Jenkins of this computer',
      detail: `Its running builds end, and most of them are lost from its history: let them finish first. The unit no longer starts with the computer; to bring it back: jenkins-tray down && sudo systemctl enable --now jenkins.service. ${ROOT}`,
    },
  ]);
  expect(asked({ unit: null })[0]?.detail).toBe(
    `Its running builds end, and most of them are lost from its history: let them finish first. ${ROOT}`,
  );
});

test('one whose home is used says how to use a copy, and gives the home back to its user', () => {
  const copy =
    'To continue with a copy instead, and leave its home as it is: jenkins-tray take-over jenkins.service --copy-to FOLDER.';
  expect(asked({ home: HOME })).toEqual([
    {
      id: `take-over-host:jenkins.service:${HOME}`,
      text: 'Stop jenkins.service, the Jenkins of this computer, and use its home',
      detail: `Its running builds end, and most of them are lost from its history: let them finish first. The unit no longer starts with the computer; to bring it back: jenkins-tray down && sudo chown -R jenkins: ${HOME} && sudo systemctl enable --now jenkins.service. ${copy} ${ROOT}`,
    },
  ]);
  expect(wayBack({ ...apt, user: 'ann', unit: 'ci.service' }, HOME, true)).toBe(
    `jenkins-tray down && sudo chown -R ann: ${HOME} && sudo systemctl enable --now ci.service`,
  );
  expect(wayBack({ ...apt, user: '' }, HOME, true)).toContain('chown -R jenkins: ');
});
