import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';

/** All that the images download, and why it can be trusted; docs/security.md has the same list in words. */

const contexts = join(ROOT, 'assets', 'docker');
const lines = readdirSync(contexts, { recursive: true, encoding: 'utf8' })
  .filter((name) => statSync(join(contexts, name)).isFile() && !/\.(txt|groovy\.override)$/.test(name))
  .sort()
  .flatMap((name) =>
    readFileSync(join(contexts, name), 'utf8')
      .split('\n')
      .map((line) => ({ name, line: line.trim() }))
      .filter(({ line }) => !line.startsWith('#')),
  );
const matching = (pattern: RegExp): readonly string[] => [
  ...new Set(lines.filter(({ line }) => pattern.test(line)).map(({ name }) => name)),
];

test('files are fetched only where their origin is checked', () => {
  // Of these, the health checks, the entry point and the training start ask what is ours.
  expect(matching(/\b(curl|wget)\b.* -/)).toEqual([
    // The keys of the repositories that the settings name, by https unless the user named another address.
    'dind/build/apt',
    'dind/build/nvidia',
    'dind/rootfs/usr/local/bin/jenkins-tray-healthcheck',
    'jenkins/Dockerfile',
    'jenkins/build/apt',
    'jenkins/build/fast-start',
    'jenkins/rootfs/usr/local/bin/jenkins-tray-entrypoint',
    'jenkins/rootfs/usr/local/libexec/jenkins-tray/is-up',
  ]);
  expect(matching(/\b(git clone|pip3? install|npm (i|install|ci)|go install|gem install|ADD https?:)\b/)).toEqual([]);
});

test('packages come from signed repositories, and nothing turns the check off', () => {
  expect(matching(/apt-get.*\b(install|update)\b|run_apt (install|update)/)).toEqual([
    'dind/build/apt',
    'dind/build/nvidia',
    'jenkins/build/apt',
  ]);
  expect(
    matching(
      /trusted=yes|allow-unauthenticated|AllowInsecure|AllowUnauthenticated|Trusted: yes|curl.*(-k\b|--insecure)/i,
    ),
  ).toEqual([]);
  const sources = lines.filter(({ line }) => /^Types: deb|printf '(Types: )?deb/.test(line));
  expect(sources.length).toBeGreaterThan(0);
  for (const { name, line } of sources) expect(`${name} ${line}`).toMatch(/signed-by/i);
});

test('nothing that is downloaded is run by a shell', () => {
  expect(matching(/(curl|wget)[^|]*\|\s*(ba|da)?sh\b/)).toEqual([]);
});

test('plugins are installed at pinned versions, whose hashes the tool compares with the update centre’s list', () => {
  expect(matching(/\bjenkins-plugin-cli\b.*--/)).toEqual(['jenkins/build/plugins']);
  expect(
    lines.filter(({ line }) => line.includes('jenkins-plugin-cli') && line.includes('--latest=false')),
  ).toHaveLength(1);
  const closure = readFileSync(join(contexts, 'jenkins', 'plugins.txt'), 'utf8').split('\n');
  const plugins = closure.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
  expect(plugins.filter((line) => !/^[\w-]+:[\w.+-]+$/.test(line))).toEqual([]);
});
