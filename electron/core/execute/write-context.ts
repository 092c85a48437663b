import { FailureError } from '../../shared/failure.ts';
import { clientCertificateMissing } from '../../shared/failures/dind.ts';
import type { Step } from '../plan/steps.ts';
import type { Execution } from './execution.ts';

/** Copies the client certificate from the nested engine into a Docker context of the user; the key gets mode 0600. */
export async function writeContext(
  { name, engine, host }: Step & { kind: 'write-context' },
  { world, names }: Execution,
  signal: AbortSignal,
): Promise<void> {
  const pem = async (file: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await world.engine.exec(engine, ['cat', `/certs/client/${file}`], signal);
    if (exitCode === 0) return stdout;
    throw new FailureError(clientCertificateMissing(stderr));
  };
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map(pem));
  await world.contexts.write({
    name,
    host,
    instance: names.instance,
    description: 'The nested engine of Jenkins (written by Jenkins Tray)',
    files: { 'ca.pem': ca ?? '', 'cert.pem': cert ?? '', 'key.pem': key ?? '' },
  });
}
