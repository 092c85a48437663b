import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { badDay } from '../lab/bad-day.ts';
import { listening } from '../lab/listening.ts';
import { docker, fingerprint, product } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** A hand-made set-up is recognised, asked about, and taken over or left alone. */
const { lab, switchTo, failure, change, foreign } = badDay('handmade', 23200);

afterAll(() => {
  run('docker', ['volume', 'rm', 'handmade-certs']);
});

test('a foreign volume and image with our names are named, and left alone without consent', async () => {
  docker('volume', 'create', lab.names.volumes.data);
  docker('tag', 'lab/debian:trixie', lab.names.images.nestedEngine);
  try {
    const found = await failure('dind');
    expect(found.code).toBe('consent/needed');
    expect(found.detail).toContain(`Use the volume ${lab.names.volumes.data}, which Jenkins Tray did not create`);
    expect(found.detail).toContain(`Give the name ${lab.names.images.nestedEngine} to a new image`);
    expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${lab.name}`)).toBe('');
    expect((await switchTo('off', 'all')).ok).toBe(true);
    expect(docker('volume', 'ls', '-q').split('\n')).toContain(lab.names.volumes.data);
  } finally {
    run('docker', ['volume', 'rm', lab.names.volumes.data]);
    run('docker', ['rmi', lab.names.images.nestedEngine]);
  }
});

test('a hand-made set-up is recognised, and taken over with consent and the home the user names', async () => {
  const dood = join(lab.home, 'dood_home');
  mkdirSync(dood);
  chownSync(dood, 1000, 1000);
  docker('network', 'create', lab.names.network);
  docker('volume', 'create', 'handmade-certs');
  foreign(
    'run',
    '--name',
    lab.names.jenkins.dood,
    '--restart',
    'always',
    '--network',
    lab.names.network,
    '-p',
    `${lab.ports.dood}:8080`,
    '-v',
    `${dood}:/var/jenkins_home`,
    '-v',
    'handmade-certs:/certs',
    'lab/jenkins',
  );
  const dind = join(lab.home, 'dind_home');
  mkdirSync(join(dind, 'jobs'), { recursive: true });
  writeFileSync(join(dind, 'jobs', 'config.xml'), '<hudson/>');
  chownSync(join(dind, 'jobs'), 1000, 1000);
  const other = fingerprint(dind);
  foreign('create', '--name', lab.names.jenkins.dind, '-v', `${dind}:/var/jenkins_home`, 'lab/jenkins');
  change({ home: '' });
  expect(await failure('dood', 'all')).toMatchObject({
    code: 'home/choose',
    title: 'Your two modes have two homes',
    command: `jenkins-tray config set home ${dood}`,
  });
  change({ home: dood });
  const { controller } = product(lab);
  const preview = await controller.preview('dood');
  expect(preview.ok && preview.value.questions.map(({ text }) => text)).toContain(
    `Take over ${lab.names.jenkins.dood}, which Jenkins Tray did not create`,
  );
  expect(
    preview.ok &&
      preview.value.questions.find(({ text }) => text.startsWith(`Take over ${lab.names.jenkins.dood}`))?.detail,
  ).toContain(`Its ports ${lab.ports.dood} are open to the whole network`);
  await controller.close();
  expect((await failure('dood')).code).toBe('consent/needed');
  // Unchanged: open to the whole network.
  expect(listening([lab.ports.dood])).toContain('00000000');
  const result = await switchTo('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  expect(listening(Object.values(lab.ports))).toEqual(['0100007F']);
  // The home that was not chosen: nothing is merged, moved or marked.
  expect(fingerprint(dind)).toBe(other);
  const left = docker('ps', '-a', '--format', '{{.Names}} {{.State}}');
  expect(left).toMatch(new RegExp(`${lab.names.jenkins.dood}-before-jenkins-tray-\\w{6} exited`));
  const kept = left.split(/\s/).find((name) => name.startsWith(`${lab.names.jenkins.dood}-before`)) ?? '';
  // It must not start again with the engine, on the home of its replacement.
  expect(docker('inspect', '--format', '{{.HostConfig.RestartPolicy.Name}}', kept)).toBe('no');
  expect(left).toMatch(new RegExp(`${lab.names.jenkins.dind}-before-jenkins-tray-\\w{6} created`));
  // Open again, since the user asks for it.
  change({ home: dood, address: '0.0.0.0' });
  const open = await switchTo('dood', 'all');
  expect(open.ok ? open.value.jenkins.kind : open.failure).toBe('running');
  expect(listening([lab.ports.dood])).toContain('00000000');
  expect((await switchTo('off', 'all')).ok).toBe(true);
  expect(fingerprint(dind)).toBe(other);
  expect(docker('network', 'ls', '--format', '{{.Name}}').split('\n')).toContain(lab.names.network);
  expect(docker('volume', 'ls', '-q').split('\n')).toContain('handmade-certs');
});
