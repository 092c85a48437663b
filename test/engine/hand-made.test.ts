import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { badDay } from '../lab/bad-day.ts';
import { listening } from '../lab/listening.ts';
import { docker, fingerprint, product } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** A set-up that was made by hand is recognised, asked about, and taken over or left alone. */
const { it, wish, failure, change, foreign } = badDay('handmade', 23200);

afterAll(() => {
  run('docker', ['volume', 'rm', 'handmade-certs']);
});

test('a volume and an image of our names that are not ours are named, and left alone without a yes', async () => {
  docker('volume', 'create', it.names.volumes.data);
  docker('tag', 'lab/debian:trixie', it.names.images.engine);
  try {
    const found = await failure('dind');
    expect(found.code).toBe('consent/needed');
    expect(found.detail).toContain(`Use the volume ${it.names.volumes.data}, which Jenkins Tray did not make`);
    expect(found.detail).toContain(`Give the name ${it.names.images.engine} to a new image`);
    expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${it.name}`)).toBe('');
    expect((await wish('off', 'all')).ok).toBe(true);
    expect(docker('volume', 'ls', '-q').split('\n')).toContain(it.names.volumes.data);
  } finally {
    run('docker', ['volume', 'rm', it.names.volumes.data]);
    run('docker', ['rmi', it.names.images.engine]);
  }
});

test('a hand-made set-up is recognised, and taken over on consent with the home the user names', async () => {
  const dood = join(it.home, 'dood_home');
  mkdirSync(dood);
  chownSync(dood, 1000, 1000);
  docker('network', 'create', it.names.network);
  docker('volume', 'create', 'handmade-certs');
  foreign(
    'run',
    '--name',
    it.names.jenkins.dood,
    '--restart',
    'always',
    '--network',
    it.names.network,
    '-p',
    `${it.ports.dood}:8080`,
    '-v',
    `${dood}:/var/jenkins_home`,
    '-v',
    'handmade-certs:/certs',
    'lab/jenkins',
  );
  const dind = join(it.home, 'dind_home');
  mkdirSync(join(dind, 'jobs'), { recursive: true });
  writeFileSync(join(dind, 'jobs', 'config.xml'), '<hudson/>');
  chownSync(join(dind, 'jobs'), 1000, 1000);
  const other = fingerprint(dind);
  foreign('create', '--name', it.names.jenkins.dind, '-v', `${dind}:/var/jenkins_home`, 'lab/jenkins');
  change({ home: '' });
  expect(await failure('dood', 'all')).toMatchObject({
    code: 'home/choose',
    title: 'Your two modes have two homes',
    command: `jenkins-tray config set home ${dood}`,
  });
  change({ home: dood });
  const { controller } = product(it);
  const preview = await controller.preview('dood');
  expect(preview.ok && preview.value.questions.map(({ text }) => text)).toContain(
    `Take over ${it.names.jenkins.dood}, which Jenkins Tray did not make`,
  );
  expect(
    preview.ok &&
      preview.value.questions.find(({ text }) => text.startsWith(`Take over ${it.names.jenkins.dood}`))?.detail,
  ).toContain(`Its ports ${it.ports.dood} are open to the whole network`);
  await controller.close();
  expect((await failure('dood')).code).toBe('consent/needed');
  // As it was made: open to the whole network.
  expect(listening([it.ports.dood])).toContain('00000000');
  const result = await wish('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  expect(listening(Object.values(it.ports))).toEqual(['0100007F']);
  // The home that was not chosen: nothing is merged, moved or marked.
  expect(fingerprint(dind)).toBe(other);
  const left = docker('ps', '-a', '--format', '{{.Names}} {{.State}}');
  expect(left).toMatch(new RegExp(`${it.names.jenkins.dood}-before-jenkins-tray-\\w{6} exited`));
  const kept = left.split(/\s/).find((name) => name.startsWith(`${it.names.jenkins.dood}-before`)) ?? '';
  // It must not come back with the engine, onto the home of the one that took its place.
  expect(docker('inspect', '--format', '{{.HostConfig.RestartPolicy.Name}}', kept)).toBe('no');
  expect(left).toMatch(new RegExp(`${it.names.jenkins.dind}-before-jenkins-tray-\\w{6} created`));
  // Open again, since the user asks for it.
  change({ home: dood, address: '0.0.0.0' });
  const open = await wish('dood', 'all');
  expect(open.ok ? open.value.jenkins.kind : open.failure).toBe('running');
  expect(listening([it.ports.dood])).toContain('00000000');
  expect((await wish('off', 'all')).ok).toBe(true);
  expect(fingerprint(dind)).toBe(other);
  expect(docker('network', 'ls', '--format', '{{.Name}}').split('\n')).toContain(it.names.network);
  expect(docker('volume', 'ls', '-q').split('\n')).toContain('handmade-certs');
});
