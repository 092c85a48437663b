import { consent } from '../../shared/consents.ts';
import type { Question } from '../../shared/preview.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { isFirstStart } from '../observe/others.ts';
import type { HostJenkins } from '../world/host.ts';
import { describeContainer, describeHost } from './describe-other.ts';
import type { Findings } from './findings.ts';
import { hasOurHome, hostsOnHome, takenContainers, takenHosts } from './others.ts';
import type { Step } from './steps.ts';

/** Questions about Jenkins that this app did not create and that have other names than its own. */

/** Before a first start: the others stay as they are, and this app makes one more. */
export function besideQuestions(found: Findings, steps: readonly Step[]): Question[] {
  const { facts, names, settings } = found;
  const { leave, takeOver } = settings.others;
  if (leave || takeOver !== '' || !isFirstStart(facts, found)) return [];
  if (!steps.some(({ kind }) => kind === 'create-container')) return [];
  const known = new Set([...Object.values(names.jenkins), ...takenContainers(found).map(({ name }) => name)]);
  const containers = (facts.preflight?.others ?? []).filter((it) => !known.has(it.name) && !hasOurHome(it, found));
  const hosts = (facts.preflight?.hostJenkins ?? []).filter(
    (it) => (it.pid !== null || it.enabled) && !hostsOnHome(found).includes(it),
  );
  const all = [...containers.map(({ name }) => name), ...hosts.map(({ name }) => name)];
  if (all.length === 0) return [];
  const described = [...containers.map(describeContainer), ...hosts.map(describeHost)].join(' ');
  return [
    {
      id: consent.beside(all),
      text: `Leave ${all.join(', ')} alone and set up a Jenkins beside ${all.length === 1 ? 'it' : 'them'}, on ${found.home}`,
      detail: `${described} To continue with ${all.length === 1 ? 'it' : 'one of them'} instead: jenkins-tray take-over ${all.length === 1 ? shellWord(all[0] ?? '') : 'NAME'}. You are asked only once.`,
    },
  ];
}

/** It is not asked: which program listens at a port of this computer is not known for sure, and a login would be sent there. */
const HOST_BUILDS = 'Its running builds end, and most of them are lost from its history: let them finish first.';

/** A take-over of a Jenkins without a container. */
export function hostQuestions(found: Findings): Question[] {
  const onHome = hostsOnHome(found);
  return takenHosts(found).map((it) => ({
    id: consent.takeOverHost(it.name, it.home),
    text: `Stop ${it.name}, the Jenkins of this computer${onHome.includes(it) ? ', and use its home' : ''}`,
    detail: `${HOST_BUILDS} ${it.unit === null ? '' : `The unit no longer starts with the computer; to bring it back: ${wayBack(it, found.home, onHome.includes(it))}. `}${onHome.includes(it) ? copyText(it) : ''}Where this needs root, Jenkins Tray stops and names the command.`,
  }));
}

/** The commands that bring a unit back which was taken over; `isItsHome`: its home was given to uid 1000. */
export const wayBack = ({ unit, user }: HostJenkins, home: string, isItsHome: boolean): string =>
  [
    'jenkins-tray down',
    ...(isItsHome ? [`sudo chown -R ${shellWord(user || 'jenkins')}: ${shellWord(home)}`] : []),
    `sudo systemctl enable --now ${unit ?? ''}`,
  ].join(' && ');

/** For whoever would rather keep it as it is. */
const copyText = ({ name }: HostJenkins): string =>
  `To continue with a copy instead, and leave its home as it is: jenkins-tray take-over ${shellWord(name)} --copy-to FOLDER. `;
