import { expect, test } from 'vitest';
import { defaultSettings } from '../../../electron/shared/settings.ts';
import { valueAt, withValueAt } from '../../../electron/shared/settings-path.ts';

test('a dotted key leads to its value, and to null where there is none', () => {
  expect(valueAt(defaultSettings, 'ports.dind')).toBe(8081);
  expect(valueAt(defaultSettings, 'home')).toBe('');
  expect(valueAt(defaultSettings, 'ports.none')).toBeNull();
  expect(valueAt(defaultSettings, 'home.below')).toBeNull();
});

test('a copy has the new value, and everything else is unchanged', () => {
  const changed = withValueAt(defaultSettings, 'ports.dind', 9090);
  expect(changed).toEqual({ ...defaultSettings, ports: { ...defaultSettings.ports, dind: 9090 } });
  expect(defaultSettings.ports.dind).toBe(8081);
});
