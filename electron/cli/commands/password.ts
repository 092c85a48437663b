import { placeOfJenkins, rotatePassword, storePassword } from '../../core/control/administrator-password.ts';
import { type PasswordState, passwordState } from '../../core/observe/fitting-password.ts';
import { allowLoginsAgain } from '../../core/observe/login.ts';
import { asJenkins } from '../../core/observe/observe.ts';
import { FailureError } from '../../shared/failure.ts';
import { jenkinsNotRunning, storedPasswordRefused } from '../../shared/failures/jenkins.ts';
import { invalidPasswordUsage, noPasswordGiven } from '../../shared/failures/usage-settings.ts';
import { isAction, PASSWORD_ACTIONS } from '../actions.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

const SAID: Readonly<Record<Exclude<PasswordState, 'refused'>, string>> = {
  fits: 'The stored password fits.',
  unknown: 'Jenkins does not say whether the stored password fits; it may be starting.',
  none: 'This Jenkins has accounts of its own; Jenkins Tray made no administrator there.',
};

/**
 * `password check`, `set`, `rotate`: the administrator's password, which is never printed, nor taken from an argument, which
 * every user of this computer can read.
 */
export async function password(context: CommandContext, [action = 'check']: readonly string[]): Promise<ExitCode> {
  if (!isAction(action, PASSWORD_ACTIONS)) throw new FailureError(invalidPasswordUsage(action));
  const { world } = await context.session();
  if (action === 'check') return await check(context);
  if (action === 'rotate') await rotatePassword(world, context.signal);
  else await storePassword(world, await given(context), context.signal);
  const words = action === 'rotate' ? 'The administrator has a new password.' : 'Jenkins accepts it; it is stored.';
  report(context, { password: action === 'rotate' ? 'changed' : 'stored' }, words);
  return exit.done;
}

/** Asks Jenkins also what it has refused before: an account may have been mended there since. */
async function check(context: CommandContext): Promise<ExitCode> {
  const { world } = await context.session();
  const place = await placeOfJenkins(world, context.signal);
  if (place === null) throw new FailureError(jenkinsNotRunning());
  // On a full disk, what was refused stays so.
  await allowLoginsAgain(world).catch(() => undefined);
  const { settings } = world.settings.load();
  const { user } = settings.jenkins;
  // Where no login may be sent, it is asked without one, and its answer says nothing of the token.
  const isSent = user !== '' && place.logins !== 'none';
  const own = isSent
    ? await asJenkins(world, settings, place, (at) => world.jenkins.running(at, context.signal))
    : null;
  if (own?.ok === false && own.failure.code === 'jenkins/login-refused') throw new FailureError(own.failure);
  const state = await passwordState(world, place, context.signal);
  if (state === 'refused') throw new FailureError(storedPasswordRefused(place.url));
  const token = own === null ? {} : { token: own.ok ? 'fits' : 'unknown' };
  report(context, { password: state, ...token }, [...(own?.ok ? [tokenFits(user)] : []), SAID[state]].join('\n'));
  return state === 'unknown' ? exit.failed : exit.done;
}

const tokenFits = (user: string): string => `Jenkins accepts the API token of ${user}.`;

async function given({ io, signal }: CommandContext): Promise<string> {
  const typed = await io.ask('Present password of admin: ', signal, true);
  if (typed === '') throw new FailureError(noPasswordGiven());
  return typed;
}

function report(context: CommandContext, document: object, words: string): void {
  if (context.options.json) printJson(document, context);
  else if (context.options.quiet !== true) context.io.out(words);
}
