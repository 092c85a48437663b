import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { writeManifest } from '../../build/package/feed.ts';
import { signFeed } from '../../build/package/sign.ts';
import { type FeedServer, feedServer, publisher } from '../doubles/update-feed.ts';
import type { OtherRoot } from '../lab/other-root.ts';
import { PACKAGES } from './deb.ts';

/** A publisher with a server, whose address and key are built into packages by the environment. */
export interface TestFeed {
  readonly env: NodeJS.ProcessEnv;
  readonly server: FeedServer;
  /** Offers a deb as this version. */
  offer(deb: string, version: string): void;
}

export async function testFeed(port: number): Promise<TestFeed> {
  const server = await feedServer(port);
  const { privateKey, publicKey } = publisher();
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const env = { JENKINS_TRAY_UPDATE_FEED: server.feed, JENKINS_TRAY_UPDATE_PUBLIC_KEY: pem };
  return {
    env,
    server,
    offer(deb, version) {
      const manifest = writeManifest({ packages: [deb], version, arch: process.arch, folder: PACKAGES });
      if (manifest === null) throw new Error('a deb can be updated');
      const signatures = signFeed(privateKey, PACKAGES);
      for (const path of [deb, manifest, ...signatures]) server.files[`/${basename(path)}`] = readFileSync(path);
    },
  };
}

/**
 * A `pkexec` in another root that agrees: it hands the command to a process of root there, since a copied root has no
 * polkit, and `setpriv` keeps no way back.
 */
export function agreeingPkexec(root: OtherRoot): void {
  const script = `mkdir -m 1777 /run/asks
cat > /usr/bin/pkexec <<'END'
#!/bin/sh
[ "$1" = --disable-internal-agent ] && shift
ask=/run/asks/$$
printf '%s\\0' "$@" > $ask.tmp && mv $ask.tmp $ask.ask
while [ ! -e $ask.code ]; do sleep 0.1; done
cat $ask.out >&2; exit "$(cat $ask.code)"
END
chmod 755 /usr/bin/pkexec
(while :; do
  for ask in /run/asks/*.ask; do
    [ -e "$ask" ] || continue
    it=\${ask%.ask}; mv "$ask" "$it.running"
    xargs -0 -a "$it.running" env > "$it.out" 2>&1; echo $? > "$it.done"; chmod 644 "$it.out"; mv "$it.done" "$it.code"
  done
  sleep 0.1
done) > /dev/null 2>&1 &`;
  const { status, stderr } = root.root('sh', ['-ec', script]);
  if (status !== 0) throw new Error(stderr);
}
