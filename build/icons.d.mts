export const ICONS: string;
export function rendered(): (readonly [name: string, png: Buffer])[];
