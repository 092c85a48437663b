import { expect, test } from 'vitest';
import { aptRepositoryOf, nvidiaToolsOn } from '../../../electron/adapters/host-nvidia.ts';
import { scriptStage } from '../../doubles/script-stage.ts';

const found = (file: string, content: string): Promise<string | null> => {
  const stage = scriptStage();
  stage.write(`etc/${file}`, content);
  return aptRepositoryOf(`${stage.folder}/etc`);
};
const SIGNED = 'signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg';

test.each([
  ['sources.list', 'deb https://a.example/libnvidia-container/stable/deb/$(ARCH) /\n'],
  ['sources.list.d/nvidia.list', `deb [${SIGNED}] https://a.example/libnvidia-container/stable/deb/$(ARCH) /\n`],
  ['sources.list.d/nvidia.sources', 'Types: deb\nURIs: https://a.example/libnvidia-container/stable/deb/amd64\n'],
])('NVIDIA’s repository is found in %s', async (file, content) => {
  expect(await found(file, content)).toBe('https://a.example/libnvidia-container');
});

test.each([
  ['sources.list.d/nvidia.list', '# deb https://a.example/libnvidia-container/stable/deb/$(ARCH) /\n'],
  ['sources.list.d/nvidia.sources', 'Enabled: no\nURIs: https://a.example/libnvidia-container/stable/deb\n'],
  ['sources.list.d/nvidia.list.save', 'deb https://a.example/libnvidia-container/stable/deb /\n'],
  ['sources.list', 'deb https://deb.example/debian trixie main\n'],
])('it is not taken from %s with %j', async (file, content) => {
  expect(await found(file, content)).toBeNull();
});

test('the toolkit’s tools are taken only together', () => {
  const stage = scriptStage();
  const env = { PATH: `${stage.folder}/bin` };
  stage.stub('nvidia-ctk');
  expect(nvidiaToolsOn(env)).toEqual([]);
  stage.stub('nvidia-cdi-hook');
  expect(nvidiaToolsOn(env)).toEqual([`${stage.folder}/bin/nvidia-ctk`, `${stage.folder}/bin/nvidia-cdi-hook`]);
});
