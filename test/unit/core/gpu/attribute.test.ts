import { expect, test } from 'vitest';
import {
  attribute,
  type BuildFact,
  type ContainerUse,
  containerIds,
  environment,
} from '../../../../electron/core/gpu/attribute.ts';

const A = 'a'.repeat(64);

const B = 'b'.repeat(64);

test.each([
  ['cgroup v2, systemd', `0::/system.slice/docker-${A}.scope`, [A]],
  ['cgroup v2, cgroupfs', `0::/docker/${A}`, [A]],
  ['cgroup v1', `12:devices:/docker/${A}\n1:name=systemd:/docker/${A}`, [A]],
  ['nested, systemd outside', `0::/system.slice/docker-${A}.scope/docker/${B}`, [A, B]],
  ['nested, v1 with one controller not delegated', `5:cpuset:/docker/${A}\n4:devices:/docker/${A}/docker/${B}`, [A, B]],
  ['nested below init', `0::/docker/${A}/init`, [A]],
  // As containerd's plugin for Kubernetes names it below systemd: https://github.com/containerd/cri
  ['containerd below systemd', `0::/system.slice/containerd.service/kubepods-pod2c4b.slice:cri-containerd:${A}`, [A]],
  ['a plain login', '0::/user.slice/user-1000.slice/session-2.scope', []],
])('the containers of a process are read from its cgroup: %s', (_, text, ids) =>
  expect(containerIds(text)).toEqual(ids),
);

const build = (
  job: string,
  number: number,
  workspaces: readonly string[] = [`/home/u/jenkins_home/workspace/${job}`],
): BuildFact => ({ job, number, workspaces, url: `http://localhost:8080/job/${job}/${number}/` });

const container = (more: Partial<ContainerUse>): ContainerUse => ({
  id: A,
  name: 'c',
  engine: 'host',
  sources: [],
  env: {},
  ours: false,
  ...more,
});

const builds = [build('train', 42), build('train-more', 7)];

test('a mount at or below a workspace identifies the build; one beside it does not', () => {
  const of = (source: string) => attribute(container({ sources: [source] }), [], builds)?.number ?? null;
  expect(of('/home/u/jenkins_home/workspace/train')).toBe(42);
  expect(of('/home/u/jenkins_home/workspace/train/data')).toBe(42);
  expect(of('/home/u/jenkins_home/workspace/train-more')).toBe(7);
  expect(of('/home/u/jenkins_home/workspace/train@2')).toBe(42);
  expect(of('/home/u/jenkins_home/workspace')).toBe(null);
});

test('next come the container’s variables, then the process tree, otherwise there is no build', () => {
  expect(attribute(container({ env: { BUILD_TAG: 'jenkins-train-42' } }), [], builds)?.number).toBe(42);
  expect(attribute(container({ env: { BUILD_URL: 'https://ci.example/job/train-more/7/' } }), [], builds)?.number).toBe(
    7,
  );
  expect(attribute(null, [{}, { BUILD_TAG: 'jenkins-train-42' }], builds)?.number).toBe(42);
  expect(attribute(container({ ours: true, sources: ['/home/u/jenkins_home/workspace/train'] }), [], builds)).toBe(
    null,
  );
  expect(attribute(null, [], builds)).toBe(null);
});

test('two builds in one workspace are distinguished only by their variables', () => {
  const two = [build('train', 42), build('train', 43)];
  const sources = ['/home/u/jenkins_home/workspace/train'];
  expect(attribute(container({ sources }), [], two)).toBe(null);
  expect(attribute(container({ sources, env: { BUILD_TAG: 'jenkins-train-43' } }), [], two)?.number).toBe(43);
});

test('a process’s own variables come before those of its container, and these before what it mounts', () => {
  const mounts42 = { sources: ['/home/u/jenkins_home/workspace/train'] };
  const tag7 = { BUILD_TAG: 'jenkins-train-more-7' };
  const tag42 = { BUILD_TAG: 'jenkins-train-42' };
  expect(attribute(container({ ...mounts42, env: tag7 }), [], builds)?.number).toBe(7);
  // `docker exec -e` in a service container that another build started.
  expect(attribute(container({ env: tag7 }), [tag42], builds)?.number).toBe(42);
  expect(attribute(container({ ours: true, env: tag7 }), [tag42, tag7], builds)?.number).toBe(42);
  // Its own environment cannot be read; an ancestor's says less than a mount.
  expect(attribute(container(mounts42), [{}, tag7], builds)?.number).toBe(42);
  expect(attribute(container({}), [{}, tag7], builds)?.number).toBe(7);
});

test('two builds of one job in `train` and `train@2` are told apart by the workspaces that they name', () => {
  const home = '/home/u/jenkins_home/workspace';
  const at = (number: number, ...named: readonly string[]): BuildFact => ({ ...build('train', number), named });
  const of = (source: string, two: readonly BuildFact[]) =>
    attribute(container({ sources: [source] }), [], two)?.number ?? null;
  const both = [at(42, `${home}/train`), at(43, `${home}/train@2`)];
  expect(of(`${home}/train/data`, both)).toBe(42);
  expect(of(`${home}/train@2/data`, both)).toBe(43);
  expect(of(`${home}/train@2@tmp`, both)).toBe(43);
  // One names nothing yet: the workspace that the other named is not its.
  expect(of(`${home}/train`, [at(42), at(43, `${home}/train@2`)])).toBe(42);
  expect(of(`${home}/train@2`, [at(42, `${home}/train`), at(43)])).toBe(43);
  // None does: nothing is proved.
  expect(of(`${home}/train`, [at(42), at(43)])).toBe(null);
});

test('the depth of a workspace counts for each mount by itself', () => {
  const long = build('a', 1, ['/w/a/very/long/path']);
  const short = build('b', 2, ['/w/b']);
  const of = (...sources: readonly string[]) => attribute(container({ sources }), [], [long, short])?.number ?? null;
  expect(of('/w/b/data', '/srv/cache')).toBe(2);
  expect(of('/w/b/data', '/w/a/very/long/path/data')).toBe(null);
});

test('of nested workspaces the innermost counts', () => {
  const outer = build('outer', 1, ['/w/outer']);
  const inner = build('inner', 2, ['/w/outer/inner']);
  expect(attribute(container({ sources: ['/w/outer/inner/data'] }), [], [outer, inner])?.job).toBe('inner');
  expect(attribute(container({ sources: ['/w/outer/other'] }), [], [outer, inner])?.job).toBe('outer');
});

const number = (sources: readonly string[], all: readonly BuildFact[]) =>
  attribute(container({ sources }), [], all)?.number ?? null;

test.each<[string, number | null]>([
  ['/w/train@2', 42],
  ['/w/train@12/x', 42],
  ['/w/train@2@tmp', 42],
  ['/w/train@tmp/x', 42],
  ['/w/train@2x', null],
  ['/w/train@x2', null],
  ['/w/trainer', null],
  ['/other', null],
])('a mount of %s is in the workspace of %s', (source, expected) => {
  expect(number([source], [build('train', 42, ['/w/train'])])).toBe(expected);
});

test('a workspace may be written with slashes at its end, and the root is none', () => {
  expect(number(['/w/train'], [build('train', 42, ['/w/train//'])])).toBe(42);
  expect(number(['/w/train'], [build('train', 42, ['/'])])).toBeNull();
  expect(number(['/'], [build('train', 42, ['/'])])).toBeNull();
});

test.each<[Readonly<Record<string, string>>, number | null]>([
  [{ BUILD_TAG: 'jenkins-train-42' }, 42],
  [{ BUILD_TAG: 'hudson-train-42' }, 42],
  [{ BUILD_TAG: 'my-jenkins-train-42' }, null],
  [{ BUILD_TAG: 'jenkins-train-4' }, null],
  [{ BUILD_TAG: 'jenkins-a-b-9' }, 9],
  [{ BUILD_URL: 'https://other.example/job/train/42/' }, 42],
  [{ BUILD_URL: 'https://other.example/job/train/42//' }, 42],
  [{ BUILD_URL: 'https://other.example/job/train/42' }, 42],
  [{ BUILD_URL: 'https://other.example/job/train/43/' }, null],
  [{ BUILD_URL: 'nonsense' }, null],
  [{ BUILD_URL: 'nonsense', BUILD_TAG: 'jenkins-train-42' }, 42],
  [{}, null],
])('the build of %j is %s', (env, expected) => {
  const all = [build('train', 42), { ...build('a/b', 9), url: 'no address' }];
  expect(attribute(null, [env], all)?.number ?? null).toBe(expected);
});

test('entries without a name or a value are none', () => {
  expect(environment(['A=1', 'B=', '=x', 'C', 'D=1=2'])).toEqual({ A: '1', B: '', D: '1=2' });
  expect([environment(null), environment(undefined)]).toEqual([{}, {}]);
});

test('the deepest path of a cgroup counts, each container once', () => {
  expect(containerIds(`2:a:/docker/${A}/docker/${B}\n1:b:/docker/${A}`)).toEqual([A, B]);
  expect(containerIds(`0::/docker/${A}/docker/${A}`)).toEqual([A]);
  expect(containerIds(`1:b:/docker/${A}\n0::/docker/${B}`)).toEqual([A]);
  expect(containerIds(`${'x'.repeat(65_536)}\n0::/docker/${A}`)).toEqual([]);
  expect(containerIds(`${A}:x:/user`)).toEqual([]);
});
