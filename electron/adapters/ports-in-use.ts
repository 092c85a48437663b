import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { unbracketed } from '../shared/unbracketed.ts';

/** Where Linux lists sockets. */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;

/** States of a socket (include/net/tcp_states.h of Linux). */
const LISTEN = '0A';
/** In these a socket keeps its port from others: a connection to elsewhere begins at any port above 32768, such as 50000. */
const KEEPING = [LISTEN, '01', '02', '08'];

/**
 * Whether a server can listen on this address and port. Where no socket has the port at all, that is not tried: an engine
 * that publishes it at that instant would be refused.
 */
export async function isFree(address: string, port: number): Promise<boolean> {
  const taken = takenPorts();
  return (taken.size > 0 && !taken.has(port)) || (await canListen(address, port));
}

/** The same, tried: for an instant, others are kept from the port. */
export function canListen(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ host: unbracketed(address), port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Read once for looks that begin together: the tables take milliseconds. */
let readTogether: ReadonlySet<number> | null = null;

/** The ports that sockets have; empty if that is not known here. */
function takenPorts(): ReadonlySet<number> {
  if (readTogether === null) {
    readTogether = new Set(sockets(KEEPING).map(({ port }) => port));
    queueMicrotask(() => {
      readTogether = null;
    });
  }
  return readTogether;
}

/** Whether a server can listen on this address at all. */
export function hasAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(!['EADDRNOTAVAIL', 'EINVAL', 'ENOTFOUND'].includes(error.code ?? '')),
    );
    server.listen({ host: unbracketed(address), port: 0 }, () => server.close(() => resolve(true)));
  });
}

/** The processes of this user that listen on a TCP port, on any address. */
export const holdersOf = (port: number): readonly number[] =>
  sockets([LISTEN])
    .filter((row) => row.port === port)
    .flatMap(({ inode }) => Number(processWith(`socket:[${inode}]`) ?? Number.NaN))
    .filter(Number.isInteger);

/** The program that listens on a TCP port, if this user can see it. Reads /proc, since `ss` and `lsof` may be missing. */
export function holderOf(port: number): string {
  const inode = sockets([LISTEN]).find((row) => row.port === port)?.inode;
  const pid = inode === undefined ? null : processWith(`socket:[${inode}]`);
  if (pid === null) return 'another program';
  try {
    return `${nameOf(pid)} (process ${pid})`;
  } catch {
    return 'another program'; // It has ended.
  }
}

/** The program's name from its command line: `comm` is MainThread for every Node program. */
function nameOf(pid: string): string {
  const [called = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  // Some programs write a title there, such as "nginx: master process".
  const name = called.startsWith('/') ? basename(called) : (/^[^ :]*/.exec(called)?.[0] ?? '');
  return name || readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}

interface Row {
  readonly port: number;
  readonly inode: string;
}

/** The sockets in one of these states. */
const sockets = (states: readonly string[]): readonly Row[] => TABLES.flatMap((table) => rows(table, states));

/** Those of one table, in the format of proc(5). */
function rows(table: string, states: readonly string[]): Row[] {
  try {
    return readFileSync(table, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => states.includes(fields[3] ?? ''))
      .map((fields) => ({ port: Number.parseInt(fields[1]?.split(':')[1] ?? '', 16), inode: fields[9] ?? '' }));
  } catch {
    return [];
  }
}

function processWith(socket: string): string | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === socket)) return pid;
    } catch {
      // Another user's process, or it has ended.
    }
  }
  return null;
}
