import { expect, test } from 'vitest';
import { xidOf, xidWords } from '../../../electron/shared/gpu-xid.ts';

const xid = (bus: string) => ({ bus, code: 79, at: 0, message: '' });

test.each([
  ['00000000:01:00.0', '0000:01:00', true],
  ['00000000:3B:00.0', '0000:3b:00', true],
  ['0000000F:01:00.0', '000f:01:00', true],
  ['00000000:01:00.0', '0001:01:00', false],
  ['00000000:02:00.0', '0000:01:00', false],
])('the GPU at %s has the fault of %s: %s', (bus, kernel, has) => {
  expect(xidOf({ bus }, [xid(kernel)]) !== null).toBe(has);
});

test('a GPU whose address is not known has none, and a code without a meaning is a number', () => {
  expect(xidOf({ bus: null }, [xid('0000:01:00')])).toBeNull();
  expect([xidWords(79), xidWords(999)]).toEqual(['79, the card fell off the bus', '999']);
});
