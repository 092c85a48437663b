import { THROTTLE_REASONS } from '../../shared/gpu-throttle.ts';

/** The names of the reasons in a bit mask such as `0x0000000000000004`; null if the text is not a mask. */
export function throttleReasons(text: string | undefined): readonly string[] | null {
  const trimmed = (text ?? '').trim();
  if (!/^0x[0-9a-f]{1,16}$/i.test(trimmed)) return null;
  const mask = BigInt(trimmed);
  return THROTTLE_REASONS.filter(({ bit }) => (mask & bit) !== 0n).map(({ name }) => name);
}
