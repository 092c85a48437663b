import { Option } from 'commander';
import { LOG_SOURCES } from '../shared/log-source.ts';
import { JENKINS_MODES, MODES } from '../shared/mode.ts';
import { CONFIG_ACTIONS, IMAGES_ACTIONS, PASSWORD_ACTIONS, PLUGINS_ACTIONS, SNAPSHOT_ACTIONS } from './actions.ts';
import type { CommandContext } from './io.ts';
import { aboutBuilds, trace, wait } from './switch-options.ts';

/** The function of a command, which returns its exit code; `own` holds the command's own options. */
type Work = (
  context: CommandContext,
  args: readonly string[],
  own: Readonly<Record<string, unknown>>,
) => Promise<number>;

/** A second argument: one of these words, a file, or the name of a setting. */
export type Next = readonly string[] | 'file' | 'setting';

/** A command with its texts and options. */
export interface Definition {
  /** As commander has it: `up <mode>`. */
  readonly usage: string;
  readonly description: string;
  /** Shown by its help, after `jenkins-tray`. */
  readonly example: string;
  /** What its first argument can be; anything if left out. */
  readonly values?: readonly string[];
  /** What can follow such a value. */
  readonly next?: Readonly<Record<string, Next>>;
  readonly options?: readonly Option[];
  /** Loaded when the command runs. */
  readonly load: () => Promise<Work>;
}

/** All commands, in the order of the help. */
export const definitions: readonly Definition[] = [
  {
    usage: 'status',
    description: 'show the state of Jenkins, its builds and the engine',
    example: "status --format '{{.jenkins.mode}} {{.jenkins.url}}'",
    load: async () => {
      const [{ status }, { watchStatus }] = await Promise.all([
        import('./commands/status.ts'),
        import('./commands/watch-status.ts'),
      ]);
      return (context, _args, own) => (own.watch === true ? watchStatus(context) : status(context));
    },
    options: [new Option('-w, --watch', 'show each change, until Ctrl-C')],
  },
  {
    usage: 'up <mode>',
    description: 'start Jenkins in a mode, dind or dood, and wait until it is ready',
    example: 'up dind',
    values: JENKINS_MODES,
    load: async () => (await import('./commands/switch.ts')).up,
    options: [wait(), ...aboutBuilds(), trace()],
  },
  {
    usage: 'toggle',
    description: 'switch to the other mode',
    example: 'toggle --yes',
    load: async () => (await import('./commands/switch.ts')).toggle,
    options: [wait(), ...aboutBuilds(), trace()],
  },
  {
    usage: 'restart',
    description: 'stop Jenkins and start it again, in the same mode',
    example: 'restart',
    load: async () => (await import('./commands/switch.ts')).restart,
    options: [wait(), ...aboutBuilds(), trace()],
  },
  {
    usage: 'down',
    description: 'stop Jenkins and remove its containers; keep home, images and volumes',
    example: 'down --volumes',
    load: async () => (await import('./commands/switch.ts')).down,
    options: [
      new Option('--volumes', "also remove the nested engine's volumes"),
      new Option('--images', 'also remove the images'),
      ...aboutBuilds(),
      trace(),
    ],
  },
  {
    usage: 'update [mode]',
    description: 'pull the base images again, rebuild both images, and restart Jenkins from them',
    example: 'update',
    values: JENKINS_MODES,
    load: async () => (await import('./commands/switch.ts')).update,
    options: [wait(), ...aboutBuilds(), trace()],
  },
  {
    usage: 'upgrade [version]',
    description: "move Jenkins to another version, or to today's build of its base; keeps the way back",
    example: 'upgrade 2.580.1',
    load: async () => (await import('./commands/upgrade.ts')).upgrade,
    options: [
      new Option('--lts', 'the newest LTS version'),
      new Option('--same-base', 'keep the base as it is on this computer: for a changed list of plugins or packages'),
      new Option('--back', 'go back to the image and the home from before the last upgrade'),
      new Option('--no-snapshot', 'do not keep the home as it is before the upgrade'),
      wait(),
      ...aboutBuilds(),
    ],
  },
  {
    usage: 'images [action] [name]',
    description:
      'list the images that Jenkins Tray built; build what a switch would build first: prepare [MODE]; remove old ones, or the named one: remove [NAME]',
    example: 'images prepare',
    values: Object.keys(IMAGES_ACTIONS),
    next: { prepare: JENKINS_MODES },
    load: async () => (await import('./commands/images.ts')).images,
  },
  {
    usage: 'plugins [action] [name]',
    description: "Jenkins' own list of plugins: list, add NAME[:VERSION], remove NAME, edit [FILE], check [FILE]",
    example: 'plugins add git:5.10.1',
    values: Object.keys(PLUGINS_ACTIONS),
    next: { edit: 'file', check: 'file' },
    load: async () => (await import('./commands/plugins.ts')).plugins,
  },
  {
    usage: 'plan <mode>',
    description: 'show the steps of a switch to a mode (dind, dood, off) without running them',
    example: 'plan dood',
    values: MODES,
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    usage: 'take-over [name]',
    description: 'continue with a Jenkins that Jenkins Tray did not create; without a name: list them',
    example: 'take-over jenkins-blueocean',
    load: async () => (await import('./commands/take-over.ts')).takeOver,
    options: [new Option('--copy-to <folder>', 'continue with a copy of its home in this empty folder')],
  },
  {
    usage: 'snapshot <action> [name] [file]',
    description: 'save and restore the home: create, list, verify, restore, export, import, delete',
    example: 'snapshot create --when-idle',
    values: Object.keys(SNAPSHOT_ACTIONS),
    next: { import: 'file' },
    load: async () => (await import('./commands/snapshot.ts')).snapshot,
    options: [
      ...aboutBuilds().slice(0, 1),
      new Option('--dry-run', 'create: say how large it would be, and make none'),
      new Option('--without-workspaces', 'create: leave out workspaces and caches'),
      new Option('--keep <count>', 'create: delete the oldest of those made by hand, so that so many are left'),
    ],
  },
  {
    usage: 'open',
    description: "open Jenkins' page in the browser",
    example: 'open',
    load: async () => (await import('./commands/open.ts')).open,
  },
  {
    usage: 'builds',
    description: 'list the newest builds',
    example: 'builds --limit 5',
    load: async () => (await import('./commands/builds.ts')).builds,
    options: [new Option('-n, --limit <count>', 'number of builds, at most 100').default('20')],
  },
  {
    usage: 'logs [source]',
    description: 'show the log of jenkins or of the nested engine (dind)',
    example: 'logs dind --follow --tail 20',
    values: LOG_SOURCES,
    load: async () => (await import('./commands/logs.ts')).logs,
    options: [
      new Option('-f, --follow', 'keep printing new lines'),
      new Option('-n, --tail <count>', 'number of past lines, or all; 200, or all with --since'),
      new Option('--since <time>', 'only lines since a date, or a duration ago, such as 10m'),
      new Option('-t, --timestamps', 'begin each line with its time'),
      // Its name in journalctl, and here once.
      new Option('--lines <count>').hideHelp(),
    ],
  },
  {
    usage: 'shell [place]',
    description: 'open a shell in the container of jenkins, or of the nested engine (dind)',
    example: 'shell dind',
    values: LOG_SOURCES,
    load: async () => (await import('./commands/shell.ts')).shell,
  },
  {
    usage: 'gpu',
    description: 'show GPU usage, and the builds that cause it',
    example: 'gpu --watch',
    load: async () => (await import('./commands/gpu.ts')).gpu,
    options: [
      new Option('-w, --watch', 'repeat every second'),
      new Option('--prometheus', 'print metrics for Prometheus, with the names of NVIDIA’s exporter'),
      new Option('--release <minutes>', 'let go of the GPUs, for MIG changes, resets and driver updates; 0 ends that'),
      new Option('--ledger [by]', 'GPU-minutes, peak memory and watt-hours by build or job, as CSV')
        .choices(['build', 'job'])
        .preset('build'),
    ],
  },
  {
    usage: 'doctor',
    description: 'check everything that Jenkins needs, and suggest fixes',
    example: 'doctor',
    load: async () => (await import('./commands/doctor.ts')).doctor,
    options: [new Option('--gpu', 'find out why builds cannot reach the GPUs')],
  },
  {
    usage: 'password [action]',
    description: "check the administrator's password, store the present one (set) or give it a new one (rotate)",
    example: 'password rotate',
    values: Object.keys(PASSWORD_ACTIONS),
    load: async () => (await import('./commands/password.ts')).password,
  },
  {
    usage: 'config [action] [key] [value]',
    description: 'read or change settings: get KEY, set KEY VALUE, unset KEY, edit, back, list, path',
    example: 'config set ports.dood 9090',
    values: Object.keys(CONFIG_ACTIONS),
    next: { get: 'setting', set: 'setting', unset: 'setting' },
    load: async () => (await import('./commands/config.ts')).config,
  },
];
