import { type ClientRequest, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { addAbortSignal, Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { bodyWithin, limitInterim } from '../http/bounds.ts';
import { endWith } from '../http/end-with.ts';
import { MAX_HEAD } from '../http/http-get.ts';

/** Bytes of an answer to a command: an inspection, or the last lines of a one-shot container. */
const MAX_ANSWER = 32 * 1024 * 1024;
/** Bytes of an engine's error message. */
const MAX_REFUSAL = 1024 * 1024;

/** What dockerode's client passes to `buildRequest`, as far as it is used here. */
interface Call {
  readonly isStream?: boolean;
  readonly openStdin?: boolean;
  readonly hijack?: boolean;
  readonly statusCodes?: Readonly<Record<number, string | boolean>>;
}
type Body = string | Buffer | NodeJS.ReadableStream | undefined;
type Done = (error: Error | null, answer: unknown) => void;

/**
 * Sends the client's requests in place of dockerode, which keeps an answer without end in memory, follows redirects to
 * wherever they lead, ends the process at some of them, and waits for the rest of an answer that was cut off. Each request
 * has a connection of its own, which no restart of the engine has broken.
 */
export function boundRequests(docker: Docker, send: typeof plainRequest = plainRequest): void {
  Reflect.set(docker.modem, 'buildRequest', (options: RequestOptions, call: Call, body: Body, done: Done): void => {
    exchange(send, options, call, body)
      // dockerode itself throws at an answer that is not as it expects.
      .then((answer) => done(null, answer))
      .catch((thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown)), null));
  });
}

async function exchange(
  send: typeof plainRequest,
  { signal, ...options }: RequestOptions,
  call: Call,
  body: Body,
): Promise<unknown> {
  const request = send({ ...options, agent: false, maxHeaderSize: MAX_HEAD });
  if (signal !== undefined) endWith(signal, request);
  const answered = firstAnswer(request, call.hijack === true);
  if (typeof body === 'object' && !Buffer.isBuffer(body)) {
    body.on('error', (error) => request.destroy(error));
    body.pipe(request);
  } else {
    if (body !== undefined) request.write(body);
    if (call.openStdin !== true) request.end();
  }
  const answer = await answered;
  // Whoever reads is told of an error; where nobody reads yet, it must not end the process.
  if ('upgraded' in answer) return answer.upgraded.on('error', () => undefined);
  const { response } = answer;
  response.on('error', () => undefined);
  // An abort ends the request, but with some of Node's releases not what is read of its response.
  if (signal !== undefined) addAbortSignal(signal, response);
  const status = response.statusCode ?? 0;
  const expected = call.statusCodes?.[status];
  if (expected !== true) throw refusal(status, expected, await bodyWithin(response, MAX_REFUSAL));
  if (call.openStdin === true) return both(request, response);
  return call.isStream === true ? response : parsed(await bodyWithin(response, MAX_ANSWER));
}

/** The response, or the connection itself where the engine has given up HTTP for it. */
type FirstAnswer = { readonly response: IncomingMessage } | { readonly upgraded: Duplex };

const firstAnswer = (request: ClientRequest, mayUpgrade: boolean): Promise<FirstAnswer> =>
  new Promise((resolve, reject) => {
    limitInterim(request);
    request
      .on('error', reject)
      .on('response', (response) => resolve({ response }))
      .on('upgrade', (_response, upgraded, head) => {
        if (!mayUpgrade) {
          // Nobody would read or close what was not asked for.
          upgraded.destroy();
          reject(new Error('The engine gave up HTTP without being asked.'));
          return;
        }
        if (head.length > 0) upgraded.unshift(head);
        resolve({ upgraded });
      });
  });

/** JSON where it is that, else the bytes: an exec's output has no type. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return body;
  }
}

/** The error of a status that was not expected, in dockerode's form. */
function refusal(statusCode: number, expected: unknown, body: Buffer): Error {
  const json = parsed(body);
  const own = typeof json === 'object' && json !== null && 'message' in json ? json.message : body.toString('utf8');
  const reason = typeof expected === 'string' ? expected : 'unexpected';
  return Object.assign(new Error(`(HTTP code ${statusCode}) ${reason} - ${String(own)}`), { statusCode, json, reason });
}

/** Both directions of a request whose connection some proxy kept as HTTP. */
function both(request: ClientRequest, response: IncomingMessage): Duplex {
  const made = new Duplex({
    read: () => void response.resume(),
    write: (chunk, _encoding, done) => void request.write(chunk, done),
    final: (done) => void request.end(done),
    destroy: (error, done) => {
      request.destroy();
      done(error);
    },
  });
  response
    .on('data', (chunk) => {
      if (!made.push(chunk)) response.pause();
    })
    .on('end', () => made.push(null))
    .on('error', (error) => made.destroy(error));
  return made;
}
