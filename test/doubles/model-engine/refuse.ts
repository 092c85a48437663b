/** An error of Docker's HTTP interface, in the form in which dockerode throws it. */
export class EngineHttpError extends Error {
  readonly statusCode: number;
  readonly json: { readonly message: string };

  constructor(statusCode: number, message: string) {
    super(`(HTTP code ${statusCode}) ${message}`);
    this.statusCode = statusCode;
    this.json = { message };
  }
}

/** Answers with an HTTP status and Docker's own text. */
export function refuse(status: number, message: string): never {
  throw new EngineHttpError(status, message);
}

/** The connection itself fails. */
export const connectionError = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });
