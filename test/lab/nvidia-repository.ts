import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway } from './gateway.ts';
import { RECIPES } from './paths.ts';
import { must } from './shell.ts';

/** An apt repository laid out and signed as NVIDIA's, with a toolkit whose hook is the lab's; a server of this process. */
export interface NvidiaRepository {
  /** As in NVIDIA's guide, up to `libnvidia-container`; containers of the lab's engine reach it. */
  readonly address: string;
  /** What was asked for. */
  paths(): readonly string[];
  close(): void;
}

const CONTROL = `Package: nvidia-container-toolkit
Version: 1.20.0-1
Architecture: amd64
Maintainer: lab <lab@example.com>
Description: stand-in
`;
/** Writes an empty CDI spec, and leaves the runtime alone: the hook is enough for `--gpus` on the lab's engine. */
const CTK = `#!/bin/sh
for a; do case $a in --output=*) printf 'cdiVersion: 0.6.0\\nkind: nvidia.com/gpu\\ndevices:\\n- name: all\\n  containerEdits: {}\\n' > "\${a#--output=}" ;; esac; done
`;
/** Makes package, index and signatures in the folder; the suite is flat: `stable/deb/amd64 /`. */
const MAKE = `set -e
cd /repo
mkdir -p stable/deb/amd64
dpkg-deb -b package stable/deb/amd64/toolkit.deb >/dev/null
cd stable/deb/amd64
{ cat /repo/package/DEBIAN/control; echo "Filename: ./toolkit.deb"; echo "Size: $(stat -c %s toolkit.deb)"; echo "SHA256: $(sha256sum toolkit.deb | cut -d' ' -f1)"; } > Packages
printf 'Date: %s\\nSHA256:\\n %s %s Packages\\n' "$(date -Ru)" "$(sha256sum Packages | cut -d' ' -f1)" "$(stat -c %s Packages)" > Release
export GNUPGHOME=/tmp/gnupg
mkdir -m 700 $GNUPGHOME
gpg --batch --quiet --passphrase '' --quick-generate-key 'lab' ed25519 sign never
gpg --batch --quiet --clearsign -o InRelease Release
gpg --batch --quiet --armor --export > /repo/gpgkey
chmod -R a+rX /repo`;

/** Starts it; `image` has gpg and dpkg, as the Jenkins image has. */
export async function nvidiaRepository(image: string): Promise<NvidiaRepository> {
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-nvidia-'));
  const inside = (...path: string[]): string => join(folder, 'package', ...path);
  for (const path of ['DEBIAN', 'usr/bin']) mkdirSync(inside(path), { recursive: true });
  writeFileSync(inside('DEBIAN', 'control'), CONTROL);
  writeFileSync(inside('usr/bin/nvidia-ctk'), CTK, { mode: 0o755 });
  cpSync(join(RECIPES, 'bin', 'nvidia-container-runtime-hook'), inside('usr/bin/nvidia-container-runtime-hook'));
  const mount = ['-v', `${folder}:/repo`];
  must('docker', ['run', '--rm', '-u', '0', ...mount, '--entrypoint', 'sh', image, '-c', MAKE]);
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    try {
      response.end(readFileSync(join(folder, url.replace('/libnvidia-container', ''))));
    } catch {
      response.writeHead(404).end();
    }
  });
  const host = gateway();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `http://${host}:${port}/libnvidia-container`,
    paths: () => asked,
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
