import { Machine } from './model-engine/machine.ts';
import type { NewContainer } from './model-engine/objects.ts';

/** The name of the container that somebody else made. */
export const BLUE = 'jenkins-blueocean';
/** A folder as the home of a container. */
export const bind = (source: string) =>
  ({ type: 'bind', source, target: '/var/jenkins_home', readOnly: false }) as const;
/** A volume as the home of a container. */
export const volume = (source: string) =>
  ({ type: 'volume', source, target: '/var/jenkins_home', readOnly: false }) as const;

/** A container that somebody else made; it has been up for a while, or rests. */
export function begin(machine: Machine, given: Partial<NewContainer> = {}, starts = true): void {
  const { image = 'jenkins/jenkins', name = BLUE, mounts = [volume('jenkins-data')] } = given;
  if (!machine.engine.images.some(({ names: tags }) => tags.includes(image))) machine.engine.build(image, {});
  machine.engine.create({ command: ['sleep', '100000000'], policy: 'unless-stopped', ...given, name, image, mounts });
  if (starts) machine.engine.start(name);
  machine.clock.advance(60_000);
}

/** A machine whose home has content, and was never used by this app. */
export function withUnknownHome(): Machine {
  const machine = new Machine();
  machine.knownHome = null;
  machine.home = { ...machine.home, marked: false };
  return machine;
}

/** Requests DooD. */
export const up = (machine: Machine, consents: 'all' | readonly string[]) =>
  machine.process().controller.fulfil({ mode: 'dood', consents });
/** Stores that this one is to be taken over. */
export const takeOver = (machine: Machine, name: string): void => {
  machine.settings = { ...machine.settings, others: { leave: false, takeOver: name } };
};
/** The questions before a switch to DooD. */
export const asked = async (machine: Machine): Promise<readonly string[]> => {
  const preview = await machine.process().controller.preview('dood');
  return preview.ok ? preview.value.questions.map(({ text, detail }) => `${text}: ${detail}`) : [];
};
