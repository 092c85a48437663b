import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ScriptStage, scriptStage } from '../../../../../doubles/script-stage.ts';

const LIST = 'etc/apt/sources.list.d/nvidia-container-toolkit.list';
const SCRIPT = 'assets/docker/dind/build/nvidia';

const online = (): ScriptStage => {
  const stage = scriptStage();
  stage.write('etc/apt/sources.list.d/base.list', '');
  for (const name of ['apt-get', 'apt-cache', 'curl', 'dpkg']) stage.stub(name);
  return stage;
};

test.each(['', '/', '//'])('the repository’s address may end in "%s"', (end) => {
  const stage = online();
  const address = 'https://packages.example/libnvidia-container';
  expect(stage.run(SCRIPT, [], { WITH_NVIDIA: 'auto', NVIDIA_APT: address + end }).status).toBe(0);
  expect(stage.read(LIST)).toBe(`deb [signed-by=/etc/apt/keyrings/nvidia.asc] ${address}/stable/deb/$(ARCH) /\n`);
  expect(stage.calls().find((call) => call.startsWith('curl'))).toContain(` ${address}/gpgkey`);
  expect(stage.calls().at(-1)).toContain('install -y --no-install-recommends nvidia-container-toolkit');
});

test('without a network a build that may go without the toolkit works, and one that must have it says why not', () => {
  const stage = online();
  stage.stub('curl', 'echo "curl: (6) Could not resolve host: packages.example" >&2; exit 6');
  const ran = (mode: string) =>
    stage.run(SCRIPT, [], { WITH_NVIDIA: mode, NVIDIA_APT: 'https://packages.example/libnvidia-container' });
  expect(ran('auto')).toMatchObject({ status: 0 });
  expect(ran('auto').stdout).toContain('Could not resolve host');
  expect(existsSync(join(stage.folder, LIST))).toBe(false);
  expect(ran('1')).toMatchObject({ status: 1 });
  expect(ran('1').stderr).toContain('libnvidia-container/gpgkey: curl: (6) Could not resolve host');
});
