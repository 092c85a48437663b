import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../../../../doubles/script-stage.ts';

/** The script on a container with a GPU; `commands`: what there is of NVIDIA's. */
function gpus(what: 'runtime' | 'cdi', commands: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
  const stage = scriptStage();
  for (const [name, body] of Object.entries({ 'nvidia-smi': 'echo 580.1', ...commands })) stage.stub(name, body);
  const own = { JENKINS_TRAY_NOTES: join(stage.folder, 'notes'), JENKINS_TRAY_CDI: join(stage.folder, 'cdi') };
  const ran = stage.run('assets/docker/dind/rootfs/usr/local/bin/jenkins-tray-gpus', [what], { ...own, ...env });
  expect(ran.status).toBe(0);
  const file = (name: string) => (existsSync(join(stage.folder, name)) ? stage.read(name).trim() : null);
  return { ...ran, notes: file('notes'), spec: file('cdi/nvidia.yaml'), calls: stage.calls() };
}
const GENERATE =
  'for a; do case $a in --output=*) echo "kind: nvidia.com/gpu" > "$(echo $a | cut -d= -f2)" ;; esac; done';

test('GPUs without the toolkit are noted for the app; with it, or with the host’s tools, they are not', () => {
  expect(gpus('runtime', {}).notes).toBe('no NVIDIA toolkit');
  expect(gpus('runtime', { 'nvidia-ctk': GENERATE }).notes).toBeNull();
});

test('NVIDIA’s runtime is configured only where it is', () => {
  const configured = (more: Record<string, string>) =>
    gpus('runtime', { 'nvidia-ctk': 'true', ...more }).calls.filter((call) => call.includes('configure'));
  expect(configured({})).toEqual([]);
  expect(configured({ 'nvidia-container-runtime': 'true' })).toEqual(['nvidia-ctk runtime configure --runtime=docker']);
});

test('the CDI spec names the hook that is there, and needs no name of an older tool', () => {
  const { spec, calls } = gpus('cdi', { 'nvidia-ctk': GENERATE, 'nvidia-cdi-hook': 'true' });
  expect(spec).toBe('kind: nvidia.com/gpu');
  expect(calls.find((call) => call.includes('generate'))).toMatch(/--nvidia-cdi-hook-path=\S+\/nvidia-cdi-hook /);
  const old = gpus('cdi', {
    'nvidia-ctk': `case "$*" in *hook-path*) exit 2 ;; esac; ${GENERATE}`,
    'nvidia-cdi-hook': '',
  });
  expect(old.spec).toBe('kind: nvidia.com/gpu');
});

test('the CDI spec is written again for other devices, and not for the same', () => {
  const stage = scriptStage();
  stage.stub('nvidia-smi', 'echo 580.1');
  stage.stub('nvidia-ctk', GENERATE);
  const env = { JENKINS_TRAY_CDI: join(stage.folder, 'cdi'), JENKINS_TRAY_DEV: join(stage.folder, 'dev') };
  const written = (): number => {
    stage.run('assets/docker/dind/rootfs/usr/local/bin/jenkins-tray-gpus', ['cdi'], env);
    return stage.calls().filter((call) => call.includes('generate')).length;
  };
  stage.write('dev/nvidia0', '');
  expect([written(), written()]).toEqual([1, 1]);
  stage.write('dev/nvidia1', '');
  expect([written(), written()]).toEqual([2, 2]);
  stage.write('dev/nvidia-caps/nvidia-cap1', '');
  expect([written(), written()]).toEqual([3, 3]);
});
