import type { CommandText } from './commands.ts';

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
kept. Without a command it opens the app; with one, or without a display, it does the same from a terminal.
.SH COMMANDS
${sections.join('\n')}
.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
failed; the reason is on standard error
.TP
.B 2
wrong command or option
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
