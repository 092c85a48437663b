import { type ExitCode, exit } from '../../electron/cli/io.ts';
import type { CommandText } from './commands.ts';

/** What each exit code means; docs/command-line.md has the same. */
const statuses: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [exit.done, 'done; status: running as requested'],
  [exit.failed, 'failed; the reason is on standard error. status: the state is unknown; doctor: a check failed'],
  [exit.usage, 'the command was not understood'],
  [exit.notRunning, 'status: not running'],
  [exit.notAsIntended, 'status: not as requested, or still changing'],
  [exit.interrupted, 'interrupted'],
];

/** The manual page, section 1, in man(7)'s macros. `date`: of the release, YYYY-MM-DD. */
export function manPage(commands: readonly CommandText[], version: string, date: string): string {
  const sections = commands.map(({ usage, description, options }) => {
    const listed = options.map((it) => `.RS\n.TP\n.B ${roff(it.flags)}\n${roff(it.description)}\n.RE`);
    return [`.TP\n.B jenkins\\-tray ${roff(usage)}`, roff(capital(description)), ...listed].join('\n');
  });
  return `.TH JENKINS\\-TRAY 1 "${date}" "Jenkins Tray ${version}" "User Commands"
.SH NAME
jenkins\\-tray \\- your own Jenkins in the tray, and on the command line
.SH SYNOPSIS
.B jenkins\\-tray
[\\-\\-hidden | \\-\\-toggle | \\-\\-up MODE | \\-\\-open]
.br
.B jenkins\\-tray
COMMAND [OPTION]...
.SH DESCRIPTION
Runs Jenkins in Docker and moves it between an engine of its own (DinD) and this computer's engine (DooD); its home is
kept. Without a command it opens the app, or, where there is no display, lists the commands. A command does the same from
a terminal.
.SH COMMANDS
${sections.join('\n')}
.SH EXIT STATUS
${statuses.map(([code, meaning]) => `.TP\n.B ${code}\n${meaning}`).join('\n')}
.SH ENVIRONMENT
.TP
.B JENKINS_TRAY_CONFIG
folder of settings and state, as with \\-\\-config
.TP
.B DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG
which engine is used, as for
.BR docker (1)
.TP
.B NO_COLOR, FORCE_COLOR
no colours, or colours also where the output is no terminal (0: nowhere); the second wins
.TP
.B VISUAL, EDITOR
the editor of config edit
.SH FILES
.TP
.I ~/.config/jenkins\\-tray
settings, password, history of GPUs and builds
.TP
.I ~/jenkins_home
Jenkins' home, unless another one was chosen; it is never removed
`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Backslashes and dashes as they are, and no line that starts with a control character. */
const roff = (text: string): string => text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/gm, '\\&$&');
