import { expect, test } from 'vitest';
import { closeProcess } from '../../electron/shell/close-process.ts';

/** What the whole process is started with; test/e2e/safety.test.ts shows that it works. */

function started(...given: readonly string[]) {
  const switches = new Map<string, string>();
  let sandboxed = false;
  closeProcess({
    enableSandbox() {
      sandboxed = true;
    },
    commandLine: {
      hasSwitch: (name) => given.includes(name),
      appendSwitch: (name, value = '') => void switches.set(name, value),
    },
  });
  return { sandboxed, switches };
}

test('guard closeProcess: every page is sandboxed, and Chromium resolves no name', () => {
  const { sandboxed, switches } = started();
  expect(sandboxed).toBe(true);
  expect(switches).toEqual(
    new Map([
      ['host-resolver-rules', 'MAP * ~NOTFOUND'],
      ['dns-prefetch-disable', ''],
    ]),
  );
});

test('guard closeProcess: only who starts it without a sandbox, as root must, has none', () => {
  expect(started('no-sandbox').sandboxed).toBe(false);
});
