import { expect, test } from 'vitest';
import { allowLoginsAgain } from '../../../../electron/core/observe/login.ts';
import { withSettings } from '../../../../electron/core/settings/settings-change.ts';
import { err, ok } from '../../../../electron/shared/failure.ts';
import { loginNeeded, loginRefused } from '../../../../electron/shared/failures/jenkins.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { observing } from '../../../doubles/observing.ts';

/** A Jenkins that shows its builds only to its administrator, and at first refuses that login. */
async function refusing() {
  const machine = await Machine.running('dood');
  const jenkins = { isMended: false, logins: 0 };
  const url = 'http://127.0.0.1:8080';
  const lab = observing(machine, (world) => ({
    jenkins: {
      ...world.jenkins,
      async running({ user }) {
        if (user === '') return err(loginNeeded(url));
        jenkins.logins += 1;
        return jenkins.isMended ? ok([]) : err(loginRefused(url, user));
      },
    },
  }));
  const told = async () => {
    const { jenkins: state, notices } = await lab.observer.refresh();
    return [state.kind, ...notices.filter(({ id }) => id === 'login').map(({ failure }) => failure.title)];
  };
  return { machine, jenkins, told, world: machine.process().world };
}

const TITLE = 'The stored administrator’s password no longer fits';

test('a refused login is told in every state in which Jenkins runs', async () => {
  const { machine, told } = await refusing();
  expect(await told()).toEqual(['running', TITLE]);
  machine.settings = withSettings(machine.settings, { 'ports.dood': 9090 });
  expect(await told()).toEqual(['drifted', TITLE]);
});

test('where the app’s own token still serves, a password that is known to be refused is told too', async () => {
  const machine = await Machine.running('dood');
  const { refusedLogins } = machine.process().world;
  let container = '';
  const { observer } = observing(machine, () => ({
    refusedLogins: {
      ...refusedLogins,
      hasAny(of, user) {
        container = of;
        return refusedLogins.hasAny(of, user);
      },
    },
  }));
  const notices = async () => (await observer.refresh()).notices.map(({ failure }) => failure.title);
  const refuse = (password: string) => refusedLogins.add({ container, user: 'admin', password }, 1);
  expect(await notices()).not.toContain(TITLE);
  await refuse('of before');
  expect(await notices()).not.toContain(TITLE);
  await refuse('secret');
  expect(await notices()).toContain(TITLE);
});

test('it is sent again only once the user says so, and told until it is accepted', async () => {
  const { jenkins, told, world } = await refusing();
  await told();
  const { logins } = jenkins;
  jenkins.isMended = true;
  expect([await told(), jenkins.logins]).toEqual([['running', TITLE], logins]);
  await allowLoginsAgain(world);
  expect(await told()).toEqual(['running']);
});
