import { expect, test } from 'vitest';
import { asItIsHere, ownDigests, partsOf } from '../../../../electron/adapters/engine/repository.ts';

test.each([
  ['ubuntu', 'ubuntu', 'latest'],
  ['jenkins/jenkins:lts-jdk21', 'jenkins/jenkins', 'lts-jdk21'],
  ['127.0.0.1:5000/a', '127.0.0.1:5000/a', 'latest'],
  ['127.0.0.1:5000/a:1.0', '127.0.0.1:5000/a', '1.0'],
  ['a/b:1@sha256:abc', 'a/b', 'sha256:abc'],
])('%s is pulled as one image', (reference, fromImage, tag) => {
  expect(partsOf(reference)).toEqual({ fromImage, tag });
});

test.each([
  ['ubuntu:24.04', 'ubuntu'],
  ['docker.io/library/ubuntu:24.04', 'ubuntu'],
  ['ubuntu', 'docker.io/library/ubuntu'],
  ['index.docker.io/jenkins/jenkins:lts', 'jenkins/jenkins'],
  ['jenkins/jenkins@sha256:1', 'jenkins/jenkins'],
  ['localhost/a', 'localhost/a'],
  ['127.0.0.1:5000/house/a:1.0', '127.0.0.1:5000/house/a'],
])('what %s names has a digest in %s', (reference, repository) => {
  expect(ownDigests(reference, { RepoDigests: ['other/one@sha256:0', `${repository}@sha256:1`] })).toEqual([
    'sha256:1',
  ]);
});

test.each([
  ['my-jenkins', 'registry.example/my-jenkins'],
  ['my-jenkins', 'jenkins/my-jenkins'],
  ['registry.example/a', 'a'],
  ['127.0.0.1:5000/a', '127.0.0.1:5001/a'],
  ['library/a', 'localhost/library/a'],
  ['3b418d7b466a', 'jenkins/jenkins'],
])('of what %s names, %s tells nothing', (reference, repository) => {
  expect(ownDigests(reference, { RepoDigests: [`${repository}@sha256:1`] })).toEqual([]);
});

test.each([
  ['jenkins/jenkins:lts-jdk21', 'jenkins/jenkins', 'jenkins/jenkins:lts-jdk21@sha256:1'],
  ['ubuntu', 'docker.io/library/ubuntu', 'ubuntu:latest@sha256:1'],
  ['localhost:5000/base:7', 'localhost:5000/base', 'localhost:5000/base:7@sha256:1'],
  // Pushed under another name: what this one means is not known to any registry.
  ['mine:1', 'registry.example/mine', 'mine:1'],
  ['jenkins/jenkins@sha256:2', 'jenkins/jenkins', 'jenkins/jenkins@sha256:2'],
])('%s of %s is on this engine %s', (reference, repository, expected) => {
  expect(asItIsHere(reference, { RepoDigests: [`${repository}@sha256:1`] })).toBe(expected);
});
