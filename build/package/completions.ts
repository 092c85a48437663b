import type { CommandText } from './commands.ts';

const NAME = 'jenkins-tray';
/** What the app takes in place of a command. */
export const APP_OPTIONS = ['--hidden', '--toggle', '--up', '--open'];

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
    words='${commands.map(({ name }) => name).join(' ')} --help --version ${APP_OPTIONS.join(' ')}'
  else
    case \${COMP_WORDS[1]} in
    --up) words='dind dood' ;;
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
  const described = commands.map(({ name, description }) => `    '${zsh(name)}:${zsh(description)}'`);
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
${cases.join('\n')}
  esac
fi
`;
}

/** For fish's vendor folder. */
export function fishCompletion(commands: readonly CommandText[]): string {
  const lines = commands.flatMap((it) => {
    const within = `complete -c ${NAME} -n '__fish_seen_subcommand_from ${it.name}' -f`;
    return [
      `complete -c ${NAME} -n __fish_use_subcommand -f -a ${it.name} -d '${fish(it.description)}'`,
      ...(it.values.length > 0 ? [`${within} -a '${it.values.join(' ')}'`] : []),
      ...it.options.map((option) => {
        const value = option.takes === null ? '' : isFolder(option) ? ' -r -F' : ' -x';
        return `${within} -l ${option.long.slice(2)}${value} -d '${fish(option.description)}'`;
      }),
    ];
  });
  return `# fish completion of ${NAME}\n${lines.join('\n')}\n`;
}

/** In single quotes, where brackets and colons separate. */
const zsh = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');

const fish = (text: string): string => text.replace(/[\\']/g, '\\$&');
