import { readFileSync } from 'node:fs';

/** Addresses with a listener on these ports, as in /proc/net (state 0A): 0100007F is 127.0.0.1. */
export function listening(ports: readonly number[]): string[] {
  const rows = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1));
  const addresses = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state]) => state === '0A')
    .map(([, local = '']) => local.split(':'))
    .filter(([, port = '']) => ports.includes(Number.parseInt(port, 16)))
    .map(([address = '']) => address);
  return [...new Set(addresses)];
}
