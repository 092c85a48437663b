import { type Agent, type ClientRequest, type IncomingMessage, Agent as PlainAgent } from 'node:http';

/**
 * An agent whose requests fail if their answer is cut off. dockerode listens for errors of the request only, so that such a
 * call would hang until its deadline. Each request has a connection of its own, which no restart of the engine has broken.
 */
export async function strictAgent(isTls: boolean): Promise<Agent> {
  const agent = isTls ? new (await import('node:https')).Agent() : new PlainAgent();
  // The method that Node's HTTP client calls for each request; not in its types.
  const add: unknown = Reflect.get(agent, 'addRequest');
  if (typeof add === 'function')
    Reflect.set(agent, 'addRequest', (request: ClientRequest, ...rest: unknown[]) => {
      request.once('response', (answer: IncomingMessage) =>
        answer.once('error', (error: Error) => request.emit('error', error)),
      );
      add.call(agent, request, ...rest);
    });
  return agent;
}
