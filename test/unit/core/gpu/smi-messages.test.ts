import { expect, test } from 'vitest';
import { failureOfMessage } from '../../../../electron/core/gpu/smi-messages.ts';

// The first two as newer drivers print them where the only card is lost: posted from several H100 and RTX computers.
test.each([
  ['Unable to determine the device handle for GPU0: 0000:01:00.0: Unknown Error\nNo devices were found', 'gpu/lost'],
  ['Unable to determine the device handle for GPU 0000:01:00.0: Not Found\nNo devices were found', 'gpu/not-started'],
  ['No devices were found', 'gpu/not-started'],
  ['NVIDIA-SMI 580.1', undefined],
])('%j is %s', (text, code) => {
  expect(failureOfMessage(text)?.code).toBe(code);
});
