import { expect, test } from 'vitest';
import { ROOT } from '../../../../../../../../../lab/paths.ts';
import { run } from '../../../../../../../../../lab/shell.ts';

const device = (name: string, nodes: readonly string[]) => [
  `    - name: ${name}`,
  '      containerEdits:',
  '        deviceNodes:',
  ...nodes.flatMap((node) => [`            - path: ${node}`, `              hostPath: ${node}`]),
  '        hooks:',
  '            - hookName: createContainer',
  `              args: [chmod, ${nodes[0]}]`,
];
const head = ['---', 'cdiVersion: 0.5.0', 'kind: nvidia.com/gpu', 'devices:'];
const tail = [
  'containerEdits:',
  '    env:',
  '        - NVIDIA_VISIBLE_DEVICES=void',
  '    deviceNodes:',
  '        - path: /dev/nvidiactl',
];
const a = device('GPU-a', ['/dev/nvidia0', '/dev/dri/card1']);
const b = device('GPU-b', ['/dev/nvidia1']);
const c = device('GPU-c', ['/dev/nvidia2']);
const all = device('all', ['/dev/nvidia0', '/dev/nvidia1', '/dev/nvidia2']);

function narrowed(lines: readonly string[], chosen: string): readonly string[] {
  const script = `${ROOT}/assets/docker/dind/rootfs/usr/local/libexec/jenkins-tray/cdi-all`;
  const ran = run('sh', [script, chosen], { input: `${lines.join('\n')}\n` });
  expect(ran.stderr).toBe('');
  return ran.stdout.trimEnd().split('\n');
}

test('`all` becomes the chosen GPUs, each under its own name stays, and so does what every container gets', () => {
  const merged = [
    ...['    - name: all', '      containerEdits:', '        deviceNodes:'],
    ...['            - path: /dev/nvidia0', '              hostPath: /dev/nvidia0'],
    ...['            - path: /dev/dri/card1', '              hostPath: /dev/dri/card1'],
    ...['            - path: /dev/nvidia2', '              hostPath: /dev/nvidia2'],
    ...['        hooks:', '            - hookName: createContainer', '              args: [chmod, /dev/nvidia0]'],
    ...['            - hookName: createContainer', '              args: [chmod, /dev/nvidia2]'],
  ];
  expect(narrowed([...head, ...a, ...b, ...c, ...all, ...tail], 'GPU-a,GPU-c')).toEqual([
    ...[...head, ...a, ...b, ...c, ...merged, ...tail],
  ]);
});

test('a spec whose keys are sorted, and whose names come last, is read too', () => {
  const sorted = (name: string, node: string) => [
    ...['- containerEdits:', '    deviceNodes:', `    - path: ${node}`, `  name: "${name}"`],
  ];
  const start = ['cdiVersion: 0.5.0', 'containerEdits:', '  env:', '  - A=b', 'devices:'];
  const spec = [...start, ...sorted('GPU-a', '/dev/nvidia0'), ...sorted('GPU-b', '/dev/nvidia1')];
  const end = ['kind: nvidia.com/gpu'];
  expect(narrowed([...spec, ...sorted('all', '/dev/nvidia9'), ...end], 'GPU-b')).toEqual([
    ...spec,
    ...['- name: all', '  containerEdits:', '    deviceNodes:', '    - path: /dev/nvidia1', ...end],
  ]);
});

test('if none of the chosen GPUs is there, nothing is called `all`', () => {
  expect(narrowed([...head, ...a, ...all, ...tail], 'GPU-x')).toEqual([...head, ...a, ...tail]);
});
