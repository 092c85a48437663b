import { type Failure, failureOf } from '../../shared/failure.ts';
import { formatBytes } from '../../shared/format.ts';
import type { Check } from '../../shared/snapshot.ts';
import { readOnly } from '../failures/home.ts';
import type { Facts } from '../observe/facts.ts';
import { observe, observeBeyond } from '../observe/observe.ts';
import { isOurs } from '../stack/labels.ts';
import { containerNames, namesOf } from '../stack/names.ts';
import { oneShotLabels, uniqueOneShotName } from '../stack/one-shot.ts';
import { quoted } from '../world/shell-word.ts';
import type { World } from '../world/world.ts';

/** Room that a Jenkins needs for a while of builds. */
const ENOUGH_FREE = 2 * 1024 ** 3;

const check = (
  id: string,
  title: string,
  state: Check['state'],
  detail: string,
  failure: Failure | null = null,
): Check => ({ id, title, state, detail, failure });

/** Looks at everything that Jenkins needs; changes nothing. Checks that cannot be made are skipped, with the reason. */
export async function diagnose(world: World, signal: AbortSignal): Promise<readonly Check[]> {
  const { settings, problem } = world.settings.load();
  const checks: Check[] = [
    problem === null
      ? check('settings', 'Settings', 'ok', world.settings.path)
      : check('settings', 'Settings', 'failed', problem.title, problem),
  ];
  const names = namesOf(settings.instance);
  const view = { settings, names, home: world.home };
  let facts: Facts;
  try {
    facts = await observe(world, view, signal);
    facts = await observeBeyond(world, view, facts, signal);
  } catch (thrown) {
    const skipped = [
      ['context', 'Docker context'],
      ['home', 'Home'],
      ['ports', 'Ports'],
      ['names', 'Names'],
      ['gpu', 'GPUs'],
      ['nested', 'Nested engine'],
    ] as const;
    return [
      ...checks,
      check('engine', 'Docker engine', 'failed', world.endpoint.host, failureOf(thrown)),
      ...skipped.map(([id, title]) => check(id, title, 'skipped', 'needs the engine')),
    ];
  }
  checks.push(
    check('engine', 'Docker engine', 'ok', `Docker ${facts.engine.version} (API ${facts.engine.apiVersion})`),
    check('context', 'Docker context', 'ok', `${world.endpoint.context}: ${world.endpoint.host}`),
    await guarded('home', 'Home', () => homeCheck(world, facts, signal)),
    ...portChecks(facts, names, settings.address),
    namesCheck(facts, names),
    await guarded('gpu', 'GPUs', () => gpuCheck(world, facts, signal)),
    await guarded('nested', 'Nested engine', () => nestedCheck(world, facts, signal)),
  );
  return checks;
}

/** A check that cannot be made is a failed one; the others go on. */
async function guarded(id: string, title: string, make: () => Promise<Check>): Promise<Check> {
  try {
    return await make();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.code === 'run/interrupted') throw thrown;
    return check(id, title, 'failed', failure.title, failure);
  }
}

/** Objects of our names that somebody else made. */
function namesCheck(facts: Facts, names: ReturnType<typeof namesOf>): Check {
  const strangers = [...facts.containers, ...facts.volumes, ...facts.networks, ...facts.images].filter(
    ({ labels }) => !isOurs(labels, names.instance),
  );
  const context = facts.context !== null && facts.context.instance !== names.instance ? [facts.context] : [];
  if (strangers.length + context.length === 0) return check('names', 'Names', 'ok', 'free, or ours');
  const list = [...strangers, ...context].map(({ name }) => name).join(', ');
  return check('names', 'Names', 'warning', `${list}: not made by Jenkins Tray; used or taken over on your consent`);
}

async function homeCheck(world: World, { home, images }: Facts, signal: AbortSignal): Promise<Check> {
  const title = 'Home';
  const failed = (failure: Failure): Check => check('home', title, 'failed', world.home, failure);
  if (home.kind === 'missing')
    return check('home', title, 'warning', `${world.home} is not there yet; the first start makes it`);
  if (home.kind === 'not-a-folder')
    return failed({
      code: 'home/not-a-folder',
      title: `${world.home} is not a folder`,
      detail: '',
      fix: 'Choose another home.',
      command: 'jenkins-tray config set home /srv/jenkins_home',
    });
  if (home.readOnly) return failed(readOnly(world.home));
  const [image] = images;
  let writable = home.writable;
  if (writable !== true && image !== undefined) {
    const names = namesOf(world.settings.load().settings.instance);
    const binds = [{ source: world.home, target: world.home, readOnly: false }];
    const ran = await world.engine.runOneShot(
      {
        name: uniqueOneShotName(names, world.clock),
        image: image.name,
        command: ['test', '-w', world.home],
        user: '1000',
        binds,
        gpus: false,
        labels: oneShotLabels(names),
      },
      signal,
    );
    writable = ran.exitCode === 0;
  }
  if (writable === false)
    return failed({
      code: 'home/not-writable',
      title: `Jenkins cannot write to ${world.home}`,
      detail: `It belongs to user ${home.ownerUid ?? '?'}; Jenkins runs as user 1000.`,
      fix: 'Give it to user 1000.',
      command: `sudo chown -R 1000:1000 ${quoted(world.home)}`,
    });
  if (home.freeBytes !== null && home.freeBytes < ENOUGH_FREE)
    return failed({
      code: 'home/too-full',
      title: `The disk of ${world.home} is nearly full`,
      detail: `${formatBytes(home.freeBytes)} are free.`,
      fix: 'Make room.',
      command: `du -xh --max-depth=2 ${quoted(world.home)} | sort -h | tail`,
    });
  const free = home.freeBytes === null ? '' : `, ${formatBytes(home.freeBytes)} free`;
  return check(
    'home',
    title,
    writable === null ? 'skipped' : 'ok',
    `${world.home}${writable === null ? ': whether Jenkins can write to it is known once its image is built' : ', writable'}${free}`,
  );
}

function portChecks(facts: Facts, names: ReturnType<typeof namesOf>, address: string): readonly Check[] {
  const ofOurs = new Set(
    (facts.beyond?.running ?? [])
      .filter(({ name }) => containerNames(names).includes(name))
      .flatMap((it) => it.ports.map(({ port }) => port)),
  );
  const taken = (facts.beyond?.taken ?? []).filter(({ port }) => !ofOurs.has(port));
  if (taken.length === 0) return [check('ports', 'Ports', 'ok', `free, or ours, on ${address}`)];
  return taken.map(({ port, holder, free }) => {
    const owner = facts.beyond?.running.find((it) => it.ports.some((published) => published.port === port))?.name;
    const who = owner === undefined ? holder : `the container ${owner}`;
    return check('ports', 'Ports', 'failed', `${port} is taken by ${who}`, {
      code: 'port/in-use',
      title: `Port ${port} is taken by ${who}`,
      detail: free === null ? 'None near it is free.' : `${free} is free.`,
      fix: `Stop ${who}, or set another port.`,
      command: 'jenkins-tray config list',
    });
  });
}

async function gpuCheck(world: World, { images }: Facts, signal: AbortSignal): Promise<Check> {
  if (!(await world.host.hasGpu())) return check('gpu', 'GPUs', 'skipped', 'this computer has no NVIDIA driver');
  const [image] = images;
  if (image === undefined) return check('gpu', 'GPUs', 'skipped', 'known once an image is built');
  const names = namesOf(world.settings.load().settings.instance);
  try {
    const ran = await world.engine.runOneShot(
      {
        name: uniqueOneShotName(names, world.clock),
        image: image.name,
        command: ['nvidia-smi', '-L'],
        user: '0',
        binds: [],
        gpus: true,
        labels: oneShotLabels(names),
      },
      signal,
    );
    return ran.exitCode === 0
      ? check('gpu', 'GPUs', 'ok', ran.stdout.trim())
      : check('gpu', 'GPUs', 'warning', `a container sees no GPU: ${ran.stdout}${ran.stderr}`.trim());
  } catch (thrown) {
    signal.throwIfAborted();
    return check('gpu', 'GPUs', 'warning', 'containers get no GPU; Jenkins runs without', failureOf(thrown));
  }
}

async function nestedCheck(world: World, facts: Facts, signal: AbortSignal): Promise<Check> {
  const { settings } = world.settings.load();
  const engine = facts.containers.find(
    ({ name, state }) => name === namesOf(settings.instance).engine && state === 'running',
  );
  const title = 'Nested engine';
  if (engine === undefined) return check('nested', title, 'skipped', 'not running');
  const ran = await world.engine.exec(engine.name, ['sh', '-c', NESTED_SCRIPT], signal);
  const [mtu, resolves] = ran.stdout.trim().split(' ');
  const inside = Number(mtu);
  if (ran.exitCode !== 0 || !(inside > 0))
    return check('nested', title, 'warning', `it has no bridge yet: ${ran.stderr.trim() || 'starting'}`);
  const host = settings.nested.mtu ?? (await world.host.mtu());
  if (inside > host)
    return check('nested', title, 'warning', `its MTU ${inside} is above the host's ${host}: connections may stall`, {
      code: 'dind/network',
      title: 'Connections from builds may stall',
      detail: `MTU ${inside} inside, ${host} outside.`,
      fix: 'Set the MTU, then bring DinD up again.',
      command: `jenkins-tray config set nested.mtu ${host}`,
    });
  if (resolves !== 'yes')
    return check('nested', title, 'warning', `MTU ${inside}; it resolves no names of the internet`, {
      code: 'dind/network',
      title: 'Builds may not find servers by name',
      detail: 'A name of the internet was not resolved within 5 s in the DinD container.',
      fix: 'Name the DNS servers of your network, then bring DinD up again.',
      command: `jenkins-tray config set nested.dns '["192.168.1.1"]'`,
    });
  return check('nested', title, 'ok', `MTU ${inside}, DNS answers`);
}

/** Prints the bridge's MTU and whether a name is resolved. A network without a way out answers late or never. */
const NESTED_SCRIPT =
  'mtu=$(cat /sys/class/net/docker0/mtu) || exit 1; timeout 5 getent hosts jenkins.io >/dev/null && dns=yes || dns=no; echo "$mtu $dns"';
