import { FailureError } from '../../shared/failure.ts';
import type { Step } from '../plan/steps.ts';
import { oneShotLabels } from '../stack/one-shot.ts';
import type { Execution } from './execution.ts';
import { homeFailure, MIN_FREE_MIB } from './home-verdict.ts';

/** Changing the owner of millions of files on a slow disk takes minutes; the user can cancel it. */
const MAX_WAIT_MS = 3_600_000;

/**
 * Runs in a one-shot container as root, since the user may lack permission. Prints a verdict of one word, then evidence.
 * $1 home, $2 `chown` or `-`, $3 minimum free MiB.
 */
const SCRIPT = `
home=$1
[ -d "$home" ] || { echo "not-a-folder"; exit 0; }
[ "$2" = chown ] && chown -R 1000:1000 "$home"
free=$(df -Pm "$home" | awk 'NR==2 {print $4}')
[ "$free" -ge "$3" ] || { echo "too-full $free"; exit 0; }
as_jenkins() { setpriv --reuid=1000 --regid=1000 --clear-groups -- "$@"; }
as_jenkins touch "$home/.jenkins-tray-probe" 2>/tmp/why || { echo "not-writable $(stat -c %u "$home") $(head -n1 /tmp/why)"; exit 0; }
rm -f "$home/.jenkins-tray-probe"
last=$(sed -n 's:.*<version>\\([0-9.]*\\)</version>.*:\\1:p' "$home/config.xml" 2>/dev/null | head -n1)
if [ -n "$last" ] && [ -n "$JENKINS_VERSION" ]; then
  newest=$(printf '%s\\n%s\\n' "$last" "$JENKINS_VERSION" | sort -V | tail -n1)
  [ "$newest" = "$JENKINS_VERSION" ] || { echo "newer $last $JENKINS_VERSION"; exit 0; }
  if [ "$last" != "$JENKINS_VERSION" ]; then
    # Settings, jobs, users and secrets, with the plugins' versions; no builds, no workspaces. Jenkins may be running on
    # it, so a file may change meanwhile (tar's 1).
    cd "$home" && umask 077 && as_jenkins mkdir -p .jenkins-tray/kept || { echo "not-kept"; exit 0; }
    { find . -maxdepth 1 -type f \\( -name '*.xml' -o -name 'secret.key*' -o -name 'identity.key*' \\)
      find ./secrets ./users ./nodes -type f
      find ./jobs -name builds -prune -o -name workspace -prune -o -name config.xml -print
      find ./plugins -maxdepth 3 -name MANIFEST.MF; } 2>/dev/null |
      as_jenkins tar -czf ".jenkins-tray/kept/jenkins-$last-$(date +%Y%m%d-%H%M%S).tar.gz" -T - 2>/tmp/why
    [ $? -le 1 ] || { echo "not-kept $(head -n1 /tmp/why)"; exit 0; }
  fi
fi
if [ ! -e "$home/.jenkins-tray/marker.json" ]; then
  as_jenkins mkdir -p "$home/.jenkins-tray"
  [ -e "$home/config.xml" ] || as_jenkins touch "$home/.jenkins-tray/new"
  echo '{"app":"jenkins-tray","format":1}' | as_jenkins tee "$home/.jenkins-tray/marker.json" >/dev/null
fi
echo ok
`;

/** Checks that Jenkins can use the home, and marks it. Throws `home/…`. Changes only the marker, a copy of the settings before a newer Jenkins, and, with consent, the owner. */
export async function checkHome(
  step: Step & { kind: 'check-home' },
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const labels = oneShotLabels(run.names, run.version);
  const command = ['sh', '-c', SCRIPT, 'sh', step.home, step.chown ? 'chown' : '-', String(MIN_FREE_MIB)];
  const binds = [{ source: step.home, target: step.home, readOnly: false }];
  const result = await run.world.engine.runOneShot(
    {
      name: run.names.oneShot,
      image: step.image,
      command,
      user: '0',
      binds,
      gpus: false,
      labels,
      timeoutMs: MAX_WAIT_MS,
    },
    signal,
  );
  const [verdict = '', ...words] = result.stdout.trim().split(' ');
  if (verdict === 'ok') return;
  throw new FailureError(homeFailure(verdict, words, step.home, result.stderr));
}
