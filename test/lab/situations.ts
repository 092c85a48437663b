import type { Failure } from '../../electron/shared/failure.ts';
import type { Preview } from '../../electron/shared/preview.ts';
import type { Build, Snapshot, StepLine } from '../../electron/shared/snapshot.ts';
import { type StepKind, shortStepText } from '../../electron/shared/step-words.ts';

/** Snapshots of the states that people see, for the window's tests and pictures. */

const build = (job: string, number: number, change: Partial<Build> = {}): Build => ({
  job,
  number,
  url: `http://127.0.0.1:8080/job/${job}/${number}/`,
  result: 'running',
  startedAt: Date.now() - 200_000,
  duration: 200_000,
  estimated: 420_000,
  ...change,
});

export const idle: Snapshot = {
  revision: 1,
  firstTime: false,
  intent: 'dood',
  engine: {
    kind: 'connected',
    version: '29.7.0',
    apiVersion: '1.52',
    host: 'unix:///var/run/docker.sock',
    context: 'default',
  },
  jenkins: { kind: 'running', mode: 'dood', url: 'http://127.0.0.1:8080', version: '2.568.2' },
  builds: {
    kind: 'known',
    running: 2,
    list: [build('train-model', 42), build('bildübersetzung', 7, { estimated: null })],
  },
  gpu: { kind: 'unknown' },
  activity: { kind: 'idle' },
  notices: [],
};

const step = (kind: StepKind, what: string, object: string, detail = ''): StepLine => ({
  kind,
  object,
  detail,
  text: `${what.padEnd(12)} ${object.padEnd(23)} ${detail}`.trimEnd(),
});
const running = step('start', '> start', 'nvidia-dind-container');

export const steps: readonly StepLine[] = [
  step('build-image', '+ image', 'nvidia-dind-image', 'from ubuntu:24.04'),
  step('create-volume', '+ volume', 'jenkins-dind-data'),
  step('create-container', '+ container', 'nvidia-dind-container', 'privileged, all GPUs'),
  running,
  step('create-container', '+ container', 'jenkins-container', '127.0.0.1:8081'),
  step('await-healthy', '? healthy', 'nvidia-dind-container', 'within 60 s'),
  step('drain', '! drain', 'jenkins-dood-container', '2 builds running'),
  step('stop', '> stop', 'jenkins-dood-container', 'within 60 s'),
  step('start', '> start', 'jenkins-container'),
  step('await-ready', '? ready', 'jenkins-container', 'http://127.0.0.1:8081/login within 180 s'),
  step('remove-container', '- container', 'jenkins-dood-container'),
];

export const toDind: Preview = {
  from: 'dood',
  to: 'dind',
  steps,
  stops: ['jenkins-dood-container'],
  starts: [
    {
      name: 'nvidia-dind-container',
      ports: [],
      mounts: ['/home/jörg/jenkins_home', 'jenkins-dind-data → /var/lib/docker', '/mnt/datensätze'],
    },
    {
      name: 'jenkins-container',
      ports: ['127.0.0.1:8081 → 8080', '127.0.0.1:50000 → 50000'],
      mounts: ['/home/jörg/jenkins_home', '/mnt/datensätze'],
    },
  ],
  images: ['nvidia-dind-image'],
  questions: [
    {
      id: 'interrupt:4711',
      text: 'Stop 2 running builds: train-model #42, bildübersetzung #7',
      detail:
        'Pipelines continue after the restart, though a shell step that is cut off fails; other builds are aborted.',
    },
  ],
  blocks: [],
  awaySeconds: 15,
  builds: idle.builds,
};

export const portTaken: Failure = {
  code: 'port/in-use',
  title: 'Port 8081 is taken',
  detail: 'The program python3 (process 4242) listens on 127.0.0.1:8081.',
  fix: 'End it, or give DinD another port in the settings. Port 8083 is free.',
  command: 'jenkins-tray config set ports.dind 8083',
};

export const engineGone: Failure = {
  code: 'engine/unreachable',
  title: 'The Docker engine does not answer',
  detail: 'connect ENOENT /var/run/docker.sock',
  fix: 'Start it, then check again.',
  command: 'sudo systemctl start docker',
};

export const exited: Failure = {
  code: 'jenkins/exited',
  title: 'Jenkins ended while it started',
  detail: `jenkins-container ended with exit code 1. Its last lines:\n${Array.from({ length: 12 }, (_, at) => `2026-11-24 21:00:${10 + at} SEVERE  hudson.util.BootFailure: line ${at}`).join('\n')}`,
  fix: 'DooD was brought back. Mend the cause, then try again.',
};

export const working: Snapshot = {
  ...idle,
  intent: 'dind',
  jenkins: {
    kind: 'converging',
    from: 'dood',
    to: 'dind',
    mode: 'dind',
    step: shortStepText(running),
    done: 3,
    total: steps.length,
    url: 'http://127.0.0.1:8080',
  },
  activity: {
    kind: 'working',
    to: 'dind',
    startedAt: Date.now() - 8400,
    steps: steps.map((line, at) => ({
      ...line,
      state: at < 3 ? 'done' : at === 3 ? 'running' : 'waiting',
      elapsed: at < 3 ? 1200 * (at + 1) : 0,
      ...(at === 3 ? { began: 7200 } : {}),
    })),
    output: ['#5 [2/6] RUN apt-get update', '#5 0.412 Hit:1 noble InRelease', '#5 2.1 Reading package lists...'],
    cancellable: true,
  },
};

export const situations: Readonly<Record<string, Snapshot>> = {
  running: idle,
  dind: {
    ...idle,
    intent: 'dind',
    jenkins: { kind: 'running', mode: 'dind', url: 'http://127.0.0.1:8081', version: '2.568.2' },
  },
  off: { ...idle, intent: 'off', jenkins: { kind: 'stopped' }, builds: { kind: 'known', running: 0, list: [] } },
  working,
  restarting: { ...idle, jenkins: { kind: 'restarting', mode: 'dood', url: 'http://127.0.0.1:8080' } },
  drifted: {
    ...idle,
    jenkins: {
      kind: 'drifted',
      mode: 'dood',
      url: null,
      version: '',
      causes: [
        { object: 'jenkins-dood-container', current: 'exited', desired: 'running' },
        {
          object: 'image jenkins-dood-image',
          current: 'of another version',
          desired: 'built from jenkins/jenkins:lts-jdk21',
        },
      ],
    },
  },
  failed: { ...idle, intent: 'dind', jenkins: { kind: 'failed', mode: 'dind', failure: exited, url: null } },
  unreachable: { ...idle, engine: { kind: 'unreachable', failure: engineGone }, jenkins: { kind: 'unknown' } },
  notices: { ...idle, notices: [{ id: 'given-up-3', failure: exited }] },
};
