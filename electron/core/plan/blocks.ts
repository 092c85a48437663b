import { hostAndPort } from '../../shared/address.ts';
import { consent } from '../../shared/consents.ts';
import type { Failure } from '../../shared/failure.ts';
import { engineRemapped, engineRootless } from '../../shared/failures/engine-kind.ts';
import {
  homeAmbiguous,
  homeGone,
  homeLinkBroken,
  homeNotAFolder,
  homeReadOnly,
  homeUnmarked,
  homeUnresponsive,
  homeUnsuitable,
} from '../../shared/failures/home.ts';
import { homeCopyOutdated, homeNotFound, nobodyNamed } from '../../shared/failures/home-copy.ts';
import { homeHeld, homeHeldHere } from '../../shared/failures/home-history.ts';
import { homeInUseByHost } from '../../shared/failures/home-users.ts';
import { homeVolumeGone, homeVolumeUnusable } from '../../shared/failures/home-volume.ts';
import { dataMountMissing, dataMountUnresponsive, mountUnsuitable } from '../../shared/failures/mount.ts';
import { portInUse } from '../../shared/failures/port.ts';
import { addressMissing, settingsConflict } from '../../shared/failures/settings.ts';
import { homeSettingOf } from '../../shared/home-volume.ts';
import { hasNestedEngine, modeName } from '../../shared/mode.ts';
import type { HomeHolder } from '../observe/home-holder.ts';
import { clashes, NESTED_ADDRESS } from '../observe/taken-ports.ts';
import { hidesImage } from '../stack/image-folders.ts';
import { conflictsIn } from '../stack/settings-conflicts.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import { handMadeBack } from './candidates.ts';
import { copySource, runsElsewhere, withoutSource } from './copy-home.ts';
import type { Findings } from './findings.ts';
import { homeUsersOf, inUse, isOtherJenkins } from './home-users.ts';
import { hostsOnHome, namesakes, takenContainers, takenHosts } from './others.ts';
import { isActive } from './removal.ts';
import { replacesByRequest } from './restore.ts';
import { restoreHomeSteps } from './upgrade-home.ts';

/** What blocks a plan, the most important failure first. */
export function blocksOf(found: Findings, stack: Stack): readonly Failure[] {
  // A rollback reuses the original ports and mounts.
  if (found.hasConsent(consent.reuseUnchanged()))
    return handMadeBack(stack, found) === null ? homeBlocks(found) : inUseBlocks(found);
  return [
    ...engineBlocks(found, stack),
    ...homeBlocks(found),
    ...settingsBlocks(found),
    ...mountBlocks(found),
    ...portBlocks(found, stack),
  ];
}

/** Engines whose containers have other users than this computer: the home's files belong to those of this computer. */
function engineBlocks({ facts, isOurs, jenkins }: Findings, { mode }: Stack): Failure[] {
  const users = facts.preflight?.users ?? 'host';
  if (users === 'rootless') {
    // Earlier versions made a home there that belongs to that engine's user 1000, and DooD goes on working with it.
    const worksHere = !hasNestedEngine(mode) && jenkins.some(isOurs);
    return worksHere ? [] : [engineRootless()];
  }
  // Containers of ours ask for the host's users. Those of builds do not, in DooD.
  return users === 'remapped' && !hasNestedEngine(mode) ? [engineRemapped(modeName(mode))] : [];
}

/** What `config set` refuses, in a file that was edited by hand. */
function settingsBlocks({ facts, home, settings }: Findings): Failure[] {
  const [conflict] = conflictsIn(settings, home);
  return [
    ...(conflict === undefined ? [] : [settingsConflict(conflict.why)]),
    ...(facts.preflight?.addressMissing === true ? [addressMissing(settings.address)] : []),
  ];
}

function homeBlocks(found: Findings): Failure[] {
  const { facts, home, isOurs, jenkins, knownHome } = found;
  if (facts.home.kind === 'no-volume') return [homeVolumeGone(home)];
  if (facts.home.kind === 'unusable-volume') return [homeVolumeUnusable(home)];
  if (hidesImage(home)) return [homeUnsuitable(home)];
  const isKnown = knownHome !== null;
  // What is lost is what a snapshot brings back, on request; and a crash may have come between two renames.
  const isAsked = replacesByRequest(found);
  const isReplaced = isAsked || restoreHomeSteps(found, true).length > 0;
  return [
    ...choiceBlocks(found),
    ...(facts.home.kind === 'unresponsive' ? [homeUnresponsive(home)] : []),
    ...(facts.home.kind === 'not-a-folder' ? [homeNotAFolder(home)] : []),
    ...(facts.home.kind === 'missing' && (isKnown || jenkins.some(isOurs)) && !isReplaced ? [homeGone(home)] : []),
    ...(facts.home.kind === 'broken-link' ? [homeLinkBroken(home)] : []),
    ...(facts.home.marked === false && isKnown && !isAsked ? [homeUnmarked(home)] : []),
    ...(facts.home.readOnly ? [homeReadOnly(home)] : []),
    ...inUseBlocks(found),
    ...hostBlocks(found),
  ];
}

/** If no home is set, the home of a hand-made Jenkins is not used without asking: there may be several. */
function choiceBlocks({ home, isOurs, jenkins, realPath, settings }: Findings): Failure[] {
  if (settings.home !== '') return [];
  // A home in use is more likely the right one.
  const handMade = jenkins.filter((it) => !isOurs(it)).sort((a, b) => Number(isActive(b)) - Number(isActive(a)));
  const homes = handMade
    .flatMap(({ mounts }) => mounts.filter(({ target }) => target === '/var/jenkins_home'))
    .map(({ source }) => source)
    .filter((path, at, all) => all.findIndex((other) => realPath(other) === realPath(path)) === at);
  if (homes.length === 0) return [];
  return [
    homeAmbiguous(
      handMade.map(({ name }) => name),
      homes.map(homeSettingOf),
      homeSettingOf(homes[0] ?? home),
    ),
  ];
}

/** A Jenkins of this computer itself that runs on the home, and is not taken over. */
function hostBlocks(found: Findings): Failure[] {
  const taken = takenHosts(found);
  return hostsOnHome(found)
    .filter((it) => it.pid !== null && !taken.includes(it))
    .map((it) => homeInUseByHost(it, it.home ?? found.home));
}

const heldBy = ({ host, instance, isOwn, since }: HomeHolder, home: string): Failure =>
  (isOwn ? homeHeldHere : homeHeld)(home, host, instance, since);

/** Every other Jenkins that has the home, or a folder above it. */
function inUseBlocks(found: Findings): Failure[] {
  const { facts, home, otherJenkins, realPath } = found;
  const holder = facts.preflight?.holder ?? null;
  const further = homeUsersOf({ home, running: namesakes(found), realPath, isKnown: () => false });
  return [
    ...(holder?.beats === true ? [heldBy(holder, home)] : []),
    ...[...otherJenkins, ...further.filter(isOtherJenkins)].map((user) => inUse(user, home)),
    ...copyBlocks(found),
  ];
}

/** A home that is to be copied and is not seen, or that another Jenkins than the one that is taken over would change meanwhile. */
function copyBlocks(found: Findings): Failure[] {
  const goesBack = found.hasConsent(consent.reuseUnchanged());
  const without = goesBack ? null : withoutSource(found);
  if (without !== null) return [(without.why === 'nobody' ? nobodyNamed : homeNotFound)(without.name, found.home)];
  const isTaken = [...takenContainers(found), ...takenHosts(found)].length > 0;
  const elsewhere = goesBack || isTaken ? null : runsElsewhere(found);
  if (elsewhere !== null) return [homeCopyOutdated(elsewhere, found.home)];
  const source = copySource(found);
  if (source === null) return [];
  const { facts, realPath } = found;
  const isKnown = ({ name }: ContainerFact): boolean => name === source.name;
  const users = homeUsersOf({ home: source.from, running: facts.preflight?.running ?? [], realPath, isKnown });
  return users.filter(isOtherJenkins).map((user) => inUse(user, source.from));
}

function mountBlocks({ facts, settings }: Findings): Failure[] {
  const missing = (facts.preflight?.missingMounts ?? []).map(dataMountMissing);
  const hiding = settings.dataMounts
    .filter(({ source, target }) => hidesImage(target ?? source))
    .map(({ source, target }) => mountUnsuitable(source, target ?? source));
  const unresponsive = (facts.preflight?.unresponsiveMounts ?? []).map(dataMountUnresponsive);
  return [...unresponsive, ...missing, ...hiding];
}

function portBlocks(found: Findings, stack: Stack): Failure[] {
  const { facts, names, settings } = found;
  const { preflight } = facts;
  if (preflight === null) return [];
  const { address, nested, ports } = settings;
  const wanted = [
    { address, port: ports[stack.mode], key: `ports.${stack.mode}` },
    { address, port: ports.agents, key: 'ports.agents' },
    ...(hasNestedEngine(stack.mode) && nested.publishPort !== null
      ? [{ address: NESTED_ADDRESS, port: nested.publishPort, key: 'nested.publishPort' }]
      : []),
  ];
  const taken = takenContainers(found).map(({ name }) => name);
  const ofOurNames = new Set([...Object.values(names.jenkins), names.nestedEngine, ...taken]);
  const freed = new Set(takenHosts(found).map((host) => host.port));
  return wanted.flatMap((it): Failure[] => {
    const isTaken = preflight.takenPorts.find(({ address, port }) => address === it.address && port === it.port);
    const owners = preflight.running.filter((container) => container.ports.some((port) => clashes(port, it)));
    if (isTaken === undefined || freed.has(it.port) || owners.some(({ name }) => ofOurNames.has(name))) return [];
    const holder = owners[0] === undefined ? isTaken.holder : `the container ${owners[0].name}`;
    const detail = `Jenkins Tray needs ${hostAndPort(it.address, it.port)} (setting ${it.key}).`;
    return [portInUse({ port: it.port, holder, detail, instead: { key: it.key, free: isTaken.free } })];
  });
}
