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

type OptionText = CommandText['options'][number];

/** Whether its value is the path of a folder, or of a file. */
const isFolder = ({ takes }: OptionText): boolean => takes === 'dir' || takes === 'folder';
const isFile = ({ takes }: OptionText): boolean => takes === 'file';

const words = (command: CommandText): string =>
  [...command.values, ...command.options.map(({ long }) => long)].join(' ');

/** Whether its value can be anything. */
const isFree = (option: OptionText): boolean =>
  option.takes !== null && !isFolder(option) && !isFile(option) && option.choices.length === 0;

/** The names of an option: `-n` and `--tail` of `-n, --tail <count>`. */
const namesOf = ({ flags, long }: OptionText): readonly string[] => [...(/^-\w(?=, )/.exec(flags) ?? []), long];

/** The options of all commands with this property, as a pattern of a shell's `case`. */
const pattern = (commands: readonly CommandText[], has: (option: OptionText) => boolean): string =>
  [...new Set(commands.flatMap(({ options }) => options.filter(has).flatMap(namesOf)))].join(' | ');

/** For bash-completion's folder. */
export function bashCompletion(commands: readonly CommandText[]): string {
  const cases = commands.map((it) => `    ${it.name}) words='${words(it)}' ;;`);
  const choices = commands.flatMap(({ name, options }) =>
    options
      .filter((it) => it.choices.length > 0)
      .map((it) => `  '${name} ${it.long}') words='${it.choices.join(' ')}' ;;`),
  );
  const second = commands.flatMap(({ name, next }) =>
    Object.entries(next).map(([value, after]) =>
      after === 'file'
        ? `    '${name} ${value}') compopt -o default; return ;;`
        : `    '${name} ${value}') words='${after.join(' ')}' ;;`,
    ),
  );
  return `# bash completion of ${NAME}
_jenkins_tray() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  COMPREPLY=()
  # Readline itself completes paths, with spaces, quotation marks and ~ in them, where nothing else is offered.
  case \${COMP_WORDS[COMP_CWORD - 1]} in
  ${pattern(commands, isFolder)}) compopt -o dirnames; return ;;
  ${pattern(commands, isFile)}) compopt -o default; return ;;
  ${pattern(commands, isFree)}) return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...commands.map(({ name }) => name), ...Object.keys(FIRST)].join(' ')}'
  else
    case \${COMP_WORDS[1]} in
    --up) words='${MODES}' ;;
${cases.join('\n')}
    esac
  fi
  if [ "$COMP_CWORD" -eq 3 ]; then
    case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${second.join('\n')}
    esac
  fi
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${choices.join('\n')}
  esac
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
    const values = it.values.length > 0 ? [`'1:value:(${it.values.join(' ')})'`] : [];
    const all = [...it.options.map(zshOption), ...values].join(' ');
    const second = Object.entries(it.next).map(
      ([value, next]) => `${value}) second='2:value:${next === 'file' ? '_files' : `(${next.join(' ')})`}' ;;`,
    );
    const choice = second.length === 0 ? '' : `case $words[2] in ${second.join(' ')} esac; `;
    return `    ${it.name}) ${choice}_arguments ${all}${choice === '' ? '' : ' $second'} ;;`;
  });
  return `#compdef ${NAME}
local -a commands second
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

function zshOption(option: OptionText): string {
  const choices = option.choices.length > 0 ? `(${option.choices.join(' ')})` : '';
  const value = isFolder(option) ? '_files -/' : isFile(option) ? '_files' : choices;
  const taken = option.takes !== null ? `:${option.takes}:${value}` : choices === '' ? '' : `::value:${choices}`;
  return `'${option.long}[${zsh(option.description)}]${taken}'`;
}

/** For fish's vendor folder. */
export function fishCompletion(commands: readonly CommandText[]): string {
  const lines = commands.flatMap((it) => {
    const seen = `__fish_seen_subcommand_from ${it.name}`;
    const within = `complete -c ${NAME} -n '${seen}'`;
    return [
      `complete -c ${NAME} -n __fish_use_subcommand -f -a ${it.name} -d '${fish(it.description)}'`,
      ...(it.values.length > 0
        ? [
            `complete -c ${NAME} -n '${seen}; and not __fish_seen_subcommand_from ${it.values.join(' ')}' -f -a '${it.values.join(' ')}'`,
          ]
        : []),
      ...Object.entries(it.next).map(([value, next]) => {
        const after = `complete -c ${NAME} -n '${seen}; and __fish_seen_subcommand_from ${value}'`;
        return `${after} ${next === 'file' ? '-F' : `-f -a '${next.join(' ')}'`}`;
      }),
      ...it.options.map((option) => {
        // No files, except where one is wanted: fish refuses both at once.
        const value = option.takes === null ? ' -f' : isFolder(option) || isFile(option) ? ' -r -F' : ' -x';
        return `${within} -l ${option.long.slice(2)}${value} -d '${fish(option.description)}'`;
      }),
      ...it.options
        .filter(({ choices }) => choices.length > 0)
        .map(({ long, choices }) => {
          const given = `'${seen}; and __fish_contains_opt ${long.slice(2)}'`;
          return `complete -c ${NAME} -n ${given} -f -a '${choices.join(' ')}'`;
        }),
    ];
  });
  const app = Object.entries(FIRST).map(([option, description]) => {
    const value = option === '--up' ? ` -x -a '${MODES}'` : ' -f';
    return `complete -c ${NAME} -n __fish_use_subcommand -l ${option.slice(2)}${value} -d '${fish(description)}'`;
  });
  // No files where nothing else is known.
  return `# fish completion of ${NAME}\ncomplete -c ${NAME} -f\n${[...app, ...lines].join('\n')}\n`;
}

/** In single quotes, where brackets and colons separate. */
const zsh = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');

const fish = (text: string): string => text.replace(/[\\']/g, '\\$&');
