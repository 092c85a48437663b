import type { GpuSample, GpuXid } from './gpu.ts';

/** What the Xids of drivers mean, and whose fault they mostly are: https://docs.nvidia.com/deploy/xid-errors/ */
const MEANINGS: Readonly<Record<number, string>> = {
  13: 'a fault in a program, or in what it computes',
  31: 'a program used memory that is not its own',
  32: 'a program, the driver or the bus sent bad data',
  43: 'a program was stopped after a fault of its own',
  45: 'a program was ended',
  48: 'an error of the memory that could not be corrected',
  62: 'the card’s controller stopped',
  63: 'a bad row of the memory was replaced',
  64: 'a bad row of the memory could not be replaced',
  69: 'a fault in a program, or in what it computes',
  74: 'a fault of NVLink',
  79: 'the card fell off the bus',
  92: 'many errors of the memory were corrected',
  94: 'an error of the memory ended a program',
  95: 'an error of the memory: the card needs a reset',
  109: 'a program took too long to give way to another',
  119: 'the card’s own processor does not answer: it needs a reset',
  120: 'the card’s own processor failed: it needs a reset',
  140: 'an error of the memory that could not be corrected',
};

/** `79, the card fell off the bus`; unknown codes by their number. */
export function xidWords(code: number): string {
  const meaning = MEANINGS[code];
  return meaning === undefined ? String(code) : `${code}, ${meaning}`;
}

/** A GPU's Xid; nvidia-smi writes its address with a longer domain, and with its function. */
export const xidOf = ({ bus }: Pick<GpuSample, 'bus'>, xids: readonly GpuXid[]): GpuXid | null =>
  bus === null ? null : (xids.find((one) => sameSlot(one.bus, bus)) ?? null);

function sameSlot(kernel: string, smi: string): boolean {
  const short = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\.\d$/, '')
      .replace(/^0+(?=[0-9a-f]{4}:)/, '');
  return short(kernel) === short(smi);
}
