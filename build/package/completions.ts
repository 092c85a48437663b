import type { CommandText } from './commands.ts';

const NAME = 'jenkins-tray';
/** What the app takes in place of a command, and what each does. */
const FOR_APP = {
  '--hidden': 'start the app in the tray',
  '--toggle': 'switch to the other mode in the app',
  '--up': 'start Jenkins in this mode in the app',
  '--open': 'open Jenkins in the browser',
} as const;
export const APP_OPTIONS = Object.keys(FOR_APP);
/** What stands in place of a command, with its description. */
const FIRST = { ...FOR_APP, '--help': 'all commands', '--version': 'the version' } as const;
const MODES = 'dind dood';

/** Whether its value is the path of a folder. */
const isFolder = ({ takes }: CommandText['options'][number]): boolean => takes === 'dir' || takes === 'folder';

const words = (command: CommandText): string =>
  [...command.values, ...command.options.map(({ long }) => long)].join(' ');

/** For bash-completion's folder. */
export function bashCompletion(commands: readonly CommandText[]): string {
  const cases = commands.map((it) => `    ${it.name}) words='${words(it)}' ;;`);
  const folders = new Set(commands.flatMap(({ options }) => options.filter(isFolder).map(({ long }) => long)));
  return `# bash completion of ${NAME}
_jenkins_tray() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[COMP_CWORD - 1]} in
  ${[...folders].join(' | ')})
    COMPREPLY=($(compgen -d -- "$current"))
    return
    ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...commands.map(({ name }) => name), ...Object.keys(FIRST)].join(' ')}'
  else
    case \${COMP_WORDS[1]} in
    --up) words='${MODES}' ;;
${cases.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _jenkins_tray ${NAME}
`;
}

/** For a folder of zsh's fpath. */
export function zshCompletion(commands: readonly CommandText[]): string {
  const first = [...commands.map(({ name, description }) => [name, description] as const), ...Object.entries(FIRST)];
  const described = first.map(([name, description]) => `  '${zsh(name)}:${zsh(description)}'`);
  const cases = commands.map((it) => {
    const options = it.options.map(
      (option) =>
        `'${option.long}[${zsh(option.description)}]${option.takes === null ? '' : `:${option.takes}:${isFolder(option) ? '_files -/' : ''}`}'`,
    );
    const values = it.values.length > 0 ? [`'1:value:(${it.values.join(' ')})'`] : [];
    return `    ${it.name}) _arguments ${[...options, ...values].join(' ')} ;;`;
  });
  return `#compdef ${NAME}
local -a commands
commands=(
${described.join('\n')}
)
if (( CURRENT == 2 )); then
  _describe command commands
else
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    --up) _arguments '1:mode:(${MODES})' ;;
${cases.join('\n')}
  esac
fi
`;
}

/** For fish's vendor folder. */
export function fishCompletion(commands: readonly CommandText[]): string {
  const lines = commands.flatMap((it) => {
    const within = `complete -c ${NAME} -n '__fish_seen_subcommand_from ${it.name}'`;
    return [
      `complete -c ${NAME} -n __fish_use_subcommand -f -a ${it.name} -d '${fish(it.description)}'`,
      ...(it.values.length > 0 ? [`${within} -f -a '${it.values.join(' ')}'`] : []),
      ...it.options.map((option) => {
        // No files, except where one is wanted: fish refuses both at once.
        const value = option.takes === null ? ' -f' : isFolder(option) ? ' -r -F' : ' -x';
        return `${within} -l ${option.long.slice(2)}${value} -d '${fish(option.description)}'`;
      }),
    ];
  });
  const app = Object.entries(FIRST).map(([option, description]) => {
    const value = option === '--up' ? ` -x -a '${MODES}'` : ' -f';
    return `complete -c ${NAME} -n __fish_use_subcommand -l ${option.slice(2)}${value} -d '${fish(description)}'`;
  });
  return `# fish completion of ${NAME}\n${[...app, ...lines].join('\n')}\n`;
}

/** In single quotes, where brackets and colons separate. */
const zsh = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');

const fish = (text: string): string => text.replace(/[\\']/g, '\\$&');
