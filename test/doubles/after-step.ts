import { expect } from 'vitest';
import type { Facts } from '../../electron/core/observe/facts.ts';
import type { Step } from '../../electron/core/plan/steps.ts';
import type { ContainerFact } from '../../electron/core/world/engine.ts';
import { container, names } from './situation.ts';

/** What the world looks like after a step, as the engine would have it. */
export function after(facts: Facts, step: Step): Facts {
  const change = (name: string, to: Partial<ContainerFact>): Facts => ({
    ...facts,
    containers: facts.containers.map((one) => (one.name === name ? { ...one, ...to } : one)),
  });
  const without = <T extends { readonly name: string }>(list: readonly T[], name: string): readonly T[] =>
    list.filter((one) => one.name !== name);
  switch (step.kind) {
    case 'build-image':
      return {
        ...facts,
        images: [
          ...without(facts.images, step.spec.reference),
          { name: step.spec.reference, id: 'new', labels: step.spec.labels },
        ],
      };
    case 'create-network':
      return { ...facts, networks: [...facts.networks, { name: step.spec.name, id: 'new', labels: step.spec.labels }] };
    case 'create-volume':
      return { ...facts, volumes: [...facts.volumes, { name: step.spec.name, id: 'new', labels: step.spec.labels }] };
    case 'compare-plugins':
      return facts;
    case 'snapshot-home':
    case 'restore-home':
    case 'restore-snapshot':
      return facts;
    case 'put-back-plugins':
      return { ...facts, pluginLook: null };
    case 'copy-home':
      return { ...facts, home: { ...facts.home, kind: 'folder', empty: false } };
    case 'check-home':
      return { ...facts, home: { ...facts.home, marked: true, writable: true } };
    case 'create-container':
      expect(
        facts.containers.some(({ name }) => name === step.spec.name),
        'a name is free before it is used',
      ).toBe(false);
      return {
        ...facts,
        containers: [
          ...facts.containers,
          container(step.spec.name, { state: 'created', labels: step.spec.body.Labels, id: `new-${step.spec.name}` }),
        ],
      };
    case 'start':
    case 'unpause':
      return change(step.name, { state: 'running' });
    case 'await-healthy':
      return change(step.name, { health: 'healthy' });
    case 'stop':
      return {
        ...change(step.name, { state: 'exited' }),
        networkUsers: facts.networkUsers.filter(({ id }) => id !== step.id),
      };
    case 'stop-host': {
      const hostJenkins = facts.preflight?.hostJenkins.map((it) =>
        it.name === step.name ? { ...it, pid: null, enabled: false } : it,
      );
      return { ...facts, preflight: facts.preflight && { ...facts.preflight, hostJenkins: hostJenkins ?? [] } };
    }
    case 'end-leftover':
      return {
        ...facts,
        preflight: facts.preflight && { ...facts.preflight, running: without(facts.preflight.running, step.name) },
      };
    case 'await-ready':
      return { ...facts, page: { kind: 'ready', version: '1' } };
    case 'put-aside':
      return change(step.name, { name: step.to });
    case 'take-name':
      expect(
        step.name === step.to || !facts.containers.some(({ name }) => name === step.to),
        'a name is free before it is used',
      ).toBe(true);
      return change(step.name, { name: step.to });
    case 'rename':
    case 'await-removed':
    case 'remove-container':
      return { ...facts, containers: without(facts.containers, step.name) };
    case 'remove-network':
      return { ...facts, networks: without(facts.networks, step.name) };
    case 'remove-volume':
      return { ...facts, volumes: without(facts.volumes, step.name) };
    case 'write-context':
      return { ...facts, context: { name: step.name, host: step.host, instance: names.instance } };
    case 'remove-context':
      return { ...facts, context: null };
    case 'remove-image':
      return { ...facts, images: without(facts.images, step.name) };
    case 'drain':
      return facts;
  }
}
