import { consent } from '../../shared/consents.ts';
import type { Failure } from '../../shared/failure.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import { readOnly } from '../failures/home.ts';
import type { Stack } from '../stack/stack.ts';
import { shellWord } from '../world/shell-word.ts';
import { lives } from './ending.ts';
import type { Findings } from './findings.ts';

/** Folders of the images that a mount must not hide. */
const IMAGE_FOLDERS = [
  '/bin',
  '/boot',
  '/certs',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/opt/java',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr',
  '/var/lib/docker',
  '/var/run',
];

/** What makes a plan impossible, most telling first. */
export function blocksOf(found: Findings, stack: Stack): readonly Failure[] {
  // A rollback reuses the original ports and mounts.
  if (found.hasConsent(consent.reuseUnchanged())) return homeBlocks(found);
  return [...homeBlocks(found), ...mountBlocks(found), ...portBlocks(found, stack)];
}

function homeBlocks(found: Findings): Failure[] {
  const { facts, home, isOurs, jenkins, realPath, settings } = found;
  if (hidesImage(home)) {
    return [
      {
        code: 'home/unsuitable',
        title: `${home} cannot be Jenkins' home`,
        detail: 'A mount there would hide the image’s own folders.',
        fix: 'Choose another folder.',
        command: 'jenkins-tray config set home /srv/jenkins_home',
      },
    ];
  }
  const blocks: Failure[] = [];
  // The home that is in use is the likelier one to go on with.
  const handMade = jenkins.filter((it) => !isOurs(it)).sort((a, b) => Number(lives(b)) - Number(lives(a)));
  const homes = handMade
    .flatMap(({ mounts }) => mounts.filter(({ target }) => target === '/var/jenkins_home'))
    .map(({ source }) => source)
    .filter((path, at, all) => all.findIndex((other) => realPath(other) === realPath(path)) === at);
  if (homes.length > 0 && settings.home === '') {
    blocks.push({
      code: 'home/choose',
      title: homes.length === 1 ? 'Your Jenkins has a home already' : 'Your two modes have two homes',
      detail: `${handMade.map(({ name }) => name).join(' and ')}, made by hand, use ${homes.join(' and ')}. Both modes will share one home; nothing is merged or moved.`,
      fix: 'Say which home to go on with.',
      command: `jenkins-tray config set home ${shellWord(homes[0] ?? home)}`,
    });
  }
  if (facts.home.kind === 'not-a-folder') {
    blocks.push({
      code: 'home/not-a-folder',
      title: `${home} is not a folder`,
      detail: 'Jenkins’ home must be a folder.',
      fix: 'Choose another home.',
      command: 'jenkins-tray config set home /srv/jenkins_home',
    });
  }
  if (facts.home.kind === 'missing' && jenkins.some(isOurs)) {
    blocks.push({
      code: 'home/missing',
      title: `The home ${home} is gone`,
      detail: 'Jenkins has run on it before. Perhaps its disk is not mounted.',
      fix: 'Mount the disk, then try again. Nothing was created in its place.',
    });
  }
  if (facts.home.readOnly) blocks.push(readOnly(home));
  const leftovers = new Set(found.leftovers.map(({ id }) => id));
  for (const user of facts.beyond?.running ?? []) {
    const mount = user.mounts.find(({ source }) => realPath(source) === realPath(home));
    if (mount === undefined || leftovers.has(user.id) || facts.containers.some(({ id }) => id === user.id)) continue;
    const what = mount.source === home ? home : `${mount.source}, which is ${home}`;
    blocks.push({
      code: 'home/in-use',
      title: `${user.name} is using the home`,
      detail: `The running container ${user.name} (${user.image}) mounts ${what}. Two programs on one home destroy it.`,
      fix: 'Stop that container first.',
      command: `docker stop ${user.name}`,
    });
  }
  return blocks;
}

function mountBlocks({ facts, settings }: Findings): Failure[] {
  const missing = (facts.beyond?.missingMounts ?? []).map(
    (path): Failure => ({
      code: 'mount/missing',
      title: `The data mount ${path} is not there`,
      detail: 'Perhaps its disk is not mounted.',
      fix: 'Mount it, create the folder, or take it out of the settings.',
      command: 'jenkins-tray config get dataMounts',
    }),
  );
  const hiding = settings.dataMounts
    .filter(({ source, target }) => hidesImage(target ?? source))
    .map(
      ({ source, target }): Failure => ({
        code: 'mount/unsuitable',
        title: `${source} cannot be mounted at ${target ?? source}`,
        detail: 'It would hide the image’s own folders.',
        fix: 'Give it another target, such as /data.',
        command: 'jenkins-tray config get dataMounts',
      }),
    );
  return [...missing, ...hiding];
}

function portBlocks({ facts, names, settings }: Findings, stack: Stack): Failure[] {
  const { beyond } = facts;
  if (beyond === null) return [];
  const wanted = [
    { port: settings.ports[stack.mode], key: `ports.${stack.mode}` },
    { port: settings.ports.agents, key: 'ports.agents' },
    ...(hasNestedEngine(stack.mode) && settings.nested.publishPort !== null
      ? [{ port: settings.nested.publishPort, key: 'nested.publishPort' }]
      : []),
  ];
  const ofOurNames = new Set([...Object.values(names.jenkins), names.engine]);
  return wanted.flatMap(({ port, key }): Failure[] => {
    const taken = beyond.taken.find((it) => it.port === port);
    const owner = beyond.running.find((it) => it.ports.some((published) => published.port === port));
    if (owner !== undefined && ofOurNames.has(owner.name)) return [];
    if (taken === undefined) return [];
    const holder = owner === undefined ? taken.holder : `the container ${owner.name}`;
    const { free } = taken;
    return [
      {
        code: 'port/in-use',
        title: `Port ${port} is taken by ${holder}`,
        detail: `Jenkins Tray needs ${settings.address}:${port} (setting ${key}).`,
        fix: `Stop ${holder}, or use ${free === null ? 'another port' : `the free port ${free}`}.`,
        ...(free === null ? {} : { command: `jenkins-tray config set ${key} ${free}` }),
      },
    ];
  });
}

const hidesImage = (path: string): boolean =>
  path === '/' ||
  path === '/var' ||
  path === '/opt' ||
  IMAGE_FOLDERS.some(
    (folder) =>
      path === folder ||
      (folder !== '/tmp' && folder !== '/run' && folder !== '/root' && path.startsWith(`${folder}/`)),
  );
