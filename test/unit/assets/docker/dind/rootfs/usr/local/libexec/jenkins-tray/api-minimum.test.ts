import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../../../../../doubles/script-stage.ts';

/** What is set for a daemon of a version whose own floor is `floor`. */
function minimum(version: string, floor: number, env: Record<string, string> = {}): string {
  const stage = scriptStage();
  const validate = `case $DOCKER_MIN_API_VERSION in 1.*) [ "\${DOCKER_MIN_API_VERSION#1.}" -ge ${floor} ] ;; esac`;
  stage.stub(
    'dockerd',
    `case "$*" in --version) echo "Docker version ${version}, build abc" ;; *--validate*) ${validate} ;; esac`,
  );
  const ran = stage.run('assets/docker/dind/rootfs/usr/local/libexec/jenkins-tray/api-minimum', [], env);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return ran.stdout.trim();
}

test.each([
  // Left alone: they accept older clients still.
  ['20.10.24+dfsg1', 12, ''],
  ['28.5.2+dfsg4', 24, ''],
  ['29.1.3', 24, '1.40'],
  ['29.7.0', 24, '1.40'],
  ['library-import', 24, '1.40'],
  // Would not start with a value below its floor.
  ['30.0.0', 44, ''],
])('engine %s with the floor 1.%d gets %j', (version, floor, set) => {
  expect(minimum(version, floor)).toBe(set);
});

test('a value that the user gave is kept', () => {
  expect(minimum('29.1.3', 24, { DOCKER_MIN_API_VERSION: '1.44' })).toBe('1.44');
});
