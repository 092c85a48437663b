import type { Controller } from '../core/control/controller.ts';
import type { ModeRequest } from '../core/control/mode-request.ts';
import { asksToStartAnew, asksToUpdate, consent, keepsBase, waitMinutes } from '../shared/consents.ts';
import { FailureError, type Result } from '../shared/failure.ts';
import { consentNeededWithoutTerminal, consentRefused } from '../shared/failures/consent.ts';
import { harmlessData } from '../shared/harmless.ts';
import type { Preview, Question } from '../shared/preview.ts';
import { shellWord } from '../shared/shell-word.ts';
import type { CommandContext } from './io.ts';
import { marked, paint } from './print.ts';

/** Returns the ids of all questions, each answered with yes; throws `consent/needed` after a no, or without a terminal. */
export async function consents(
  context: CommandContext,
  request: Pick<ModeRequest, 'mode' | 'upgrade' | 'restore'> & Required<Pick<ModeRequest, 'purge' | 'given'>>,
): Promise<readonly string[] | 'all'> {
  const { io, options } = context;
  if (options.yes) return 'all';
  const { controller } = await context.session();
  const preview = await previewOf(controller, request);
  if (!preview.ok) throw new FailureError(preview.failure);
  const { questions, blocks } = preview.value;
  const [block] = blocks;
  if (block !== undefined) throw new FailureError(block);
  if (questions.length > 0 && (!io.interactive || options.json)) {
    throw new FailureError(consentNeededWithoutTerminal(questions, yesCommand(context, request)));
  }
  // Known only where a question is about builds.
  if (request.given.includes(consent.requeue()) && preview.value.requeues === false)
    for (const line of marked(paint(io).yellow('!'), NO_REQUEUE, io)) io.out(line);
  const agreed: string[] = [];
  for (const question of questions) {
    await ask(question, context);
    agreed.push(question.id);
  }
  return agreed;
}

/** Without the script of our image they would start without their parameters. */
const NO_REQUEUE = 'This Jenkins cannot queue aborted builds again, as --requeue asks: start them in Jenkins.';

type Asked = Parameters<typeof consents>[1];

function previewOf(controller: Controller, { mode, purge, given, upgrade, restore }: Asked): Promise<Result<Preview>> {
  if (restore !== undefined) return controller.preview(mode, purge, given, upgrade, restore);
  if (upgrade !== undefined) return controller.preview(mode, purge, given, upgrade);
  return given.length === 0 ? controller.preview(mode, purge) : controller.preview(mode, purge, given);
}

/**
 * Asks one question of a command; `words`: the command, for who is to repeat it with `--yes`. Throws `consent/needed` after a
 * no, or without a terminal.
 */
export async function agree(
  context: CommandContext,
  question: Omit<Question, 'id'>,
  words: readonly string[],
): Promise<void> {
  const { io, options } = context;
  if (options.yes) return;
  if (!io.interactive || options.json)
    throw new FailureError(consentNeededWithoutTerminal([question], withYes(context, words)));
  await ask(question, context);
}

/** Throws `consent/needed` after a no. */
async function ask(question: Omit<Question, 'id'>, context: CommandContext): Promise<void> {
  const { io } = context;
  const { text, detail } = harmlessData(question);
  const c = paint(io);
  for (const line of marked(c.yellow('?'), text, io, c.bold)) io.out(line);
  for (const line of detail === '' ? [] : marked(' ', detail, io)) io.out(line);
  if (!(await isYes('Continue', context))) throw new FailureError(consentRefused(text));
}

/** The answer to a question that is told already; anything but a yes is a no. */
export const isYes = async (text: string, { io, signal }: Pick<CommandContext, 'io' | 'signal'>): Promise<boolean> =>
  /^y(es)?$/i.test((await io.ask(`  ${text}? [y/N] `, signal)).trim());

/** The same command with `--yes`, for the same settings. */
function yesCommand(context: CommandContext, { mode, purge, given, upgrade, restore }: Asked): string {
  if (restore !== undefined) return withYes(context, ['snapshot', 'restore', shellWord(restore)]);
  const up =
    upgrade !== undefined
      ? upgradeWords(upgrade, keepsBase(given))
      : given.some(asksToUpdate)
        ? ['update', mode]
        : given.some(asksToStartAnew)
          ? ['restart']
          : ['up', mode];
  const verb = mode === 'off' ? ['down', ...purge.map((what) => `--${what}`)] : up;
  const minutes = waitMinutes(given);
  const wait = minutes === null ? [] : [minutes === 0 ? '--when-idle' : `--when-idle=${minutes}`];
  const again = given.includes(consent.requeue()) ? ['--requeue'] : [];
  return withYes(context, [...verb, ...wait, ...again]);
}

/** A command for the same settings that asks nothing. */
export function withYes({ options }: Pick<CommandContext, 'options'>, words: readonly string[]): string {
  const config = options.config === undefined ? [] : ['--config', shellWord(options.config)];
  return ['jenkins-tray', ...words, ...config, '--yes'].join(' ');
}

const upgradeWords = (upgrade: Required<ModeRequest>['upgrade'], isSameBase: boolean): readonly string[] =>
  upgrade.kind === 'back'
    ? ['upgrade', '--back']
    : [
        'upgrade',
        isSameBase ? '--same-base' : shellWord(upgrade.base),
        ...(upgrade.keepsHome ? [] : ['--no-snapshot']),
      ];
