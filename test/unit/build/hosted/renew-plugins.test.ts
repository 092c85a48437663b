import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../doubles/script-stage.ts';
import { ROOT } from '../../../lab/paths.ts';

const images = join(ROOT, 'test/lab/images/jenkins');

/** Renews this list with the lab's plugin tool. */
function renew(list: string, jenkins = '2.580.1') {
  const stage = scriptStage();
  stage.stub('jenkins-plugin-cli', `exec sh ${join(images, 'jenkins-plugin-cli')} "$@"`);
  // The lab's plugins are their manifest alone where there is no Python.
  stage.stub('unzip', 'cat "$2"');
  stage.write('lists/plugins.txt', list);
  const env = { LAB_PLUGINS: join(images, 'plugins.known'), JENKINS_VERSION: jenkins };
  return { ...stage.run('build/hosted/renew-plugins', [join(stage.folder, 'lists')], env), stage };
}

test('pins become the newest, comments stay, and the closure has every dependency of exactly this list', () => {
  const { status, stage } = renew('# Git\ngit:5.7.0\n');
  expect(status).toBe(0);
  const list = stage.read('lists/plugins.txt');
  expect(list).toBe('# Git\ngit:5.10.1\n');
  const [, of, ...plugins] = stage.read('lists/plugins.closure.txt').trim().split('\n');
  expect(of).toBe(`# of sha256:${createHash('sha256').update(list).digest('hex')}`);
  // The newest `credentials` needs a newer Jenkins, so it is the one that Git asks for.
  expect(plugins).toEqual(['credentials:1408.va_622a_b_f5b_1b_1', 'git-client:6.1.0', 'git:5.10.1']);
});

test('lists that cannot be installed replace nothing', () => {
  const { status, stage } = renew('git:5.7.0\n', '2.400');
  expect(status).not.toBe(0);
  expect(stage.read('lists/plugins.txt')).toBe('git:5.7.0\n');
  expect(existsSync(join(stage.folder, 'lists/plugins.closure.txt'))).toBe(false);
});
