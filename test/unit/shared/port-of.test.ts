import { expect, test } from 'vitest';
import { portOf } from '../../../electron/shared/port-of.ts';

test.each([
  ['http://h:8080', 8080],
  ['http://h', 80],
  ['https://h/jenkins', 443],
])('the port of %s', (url, port) => expect(portOf(url)).toBe(port));
