/** An address without the brackets that IPv6 has in URLs; any other text unchanged. */
export const unbracketed = (address: string): string => /^\[(.*)\]$/.exec(address)?.[1] ?? address;
