import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ScriptStage, scriptStage } from '../../../../../doubles/script-stage.ts';

const LIBEXEC = 'assets/docker/dind/rootfs/usr/local/libexec/jenkins-tray';

/** An engine of this version, whose build has kept what it says; `run` starts a script as the nested engine does. */
function built(version: string, validate = 'true') {
  const stage: ScriptStage = scriptStage();
  stage.stub(
    'dockerd',
    `case "$*" in --version) echo "Docker version ${version}, build abc" ;; *--validate*) ${validate} ;;
      --help) echo "      --default-network-opt mapmap   Default network options" ;; esac`,
  );
  const facts = { JENKINS_TRAY_DOCKERD_FACTS: join(stage.folder, 'facts') };
  const libexec = new URL(`../../../../../../${LIBEXEC}`, import.meta.url).pathname;
  const kept = stage.run('assets/docker/dind/build/facts', [], { ...facts, JENKINS_TRAY_LIBEXEC: libexec });
  expect(kept).toMatchObject({ status: 0, stderr: '' });
  const asked = stage.calls().length;
  return {
    run: (name: string, env: Record<string, string> = {}) => stage.run(`${LIBEXEC}/${name}`, [], { ...facts, ...env }),
    /** How often a start has run dockerd. */
    asked: () => stage.calls().length - asked,
  };
}

test.each([
  ['26.1.5+dfsg1', ''],
  ['29.1.3', '1.40\n'],
])('a start of engine %s runs dockerd for nothing but its work', (version, minimum) => {
  const { run, asked } = built(version);
  expect(run('api-minimum')).toMatchObject({ status: 0, stdout: minimum });
  expect(run('options', { JENKINS_TRAY_MTU: '1400' }).stdout).toContain('--default-network-opt=');
  expect(asked()).toBe(0);
});

test('a value that the user gave is kept', () => {
  const { run } = built('29.1.3');
  expect(run('api-minimum', { DOCKER_MIN_API_VERSION: '1.44' }).stdout).toBe('1.44\n');
});

test('what dockerd did not say while the image was built is asked for at the start', () => {
  const { run, asked } = built('29.1.3', '[ -e validates ]');
  expect(run('api-minimum')).toMatchObject({ status: 1, stdout: '' });
  expect(asked()).toBe(3);
});

test('an engine with a higher floor is not asked again', () => {
  const { run, asked } = built('30.0.0', '[ -z "$DOCKER_MIN_API_VERSION" ]');
  expect(run('api-minimum')).toMatchObject({ status: 0, stdout: '' });
  expect(asked()).toBe(0);
});
