import { expect, test, vi } from 'vitest';
import { installCommand } from '../../../electron/shell/package-updater.ts';

vi.mock('electron', () => ({ app: {} }));

test.each([
  ['deb', ['apt', 'dpkg'], 'apt install -y --allow-unauthenticated'],
  ['deb', ['dpkg'], 'dpkg -i'],
  ['rpm', ['dnf', 'rpm'], 'dnf install --nogpgcheck -y'],
] as const)('a %s is installed by %j without going back, and without moving what is held', (kind, there, command) => {
  const has = (program: string): boolean => there.some((it) => it === program);
  expect(installCommand(kind, has).join(' ')).toBe(command);
});
