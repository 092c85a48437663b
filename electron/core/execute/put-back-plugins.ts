import { FailureError } from '../../shared/failure.ts';
import { homePluginsNotPutBack } from '../../shared/failures/home-plugins.ts';
import type { Step } from '../plan/steps.ts';
import { homeBind } from '../stack/one-shot.ts';
import { besides, confirmHomeFree } from './confirm-home.ts';
import type { Execution } from './execution.ts';
import { runHomeScript } from './home-script.ts';

/** Copying some hundred plugins on a slow disk. */
const MAX_WAIT_MS = 600_000;

/**
 * Puts back what `upgrade-plugins` in the image kept, as uid 1000. What is replaced goes beside the copy, which stays. Can
 * be repeated after an interruption at any point: what is as before is left alone. Without a copy no Jenkins has begun to
 * replace anything. $1: the home, $2: the copy's name, $3: `free` if no Jenkins has the home. Prints a verdict.
 */
export const PUT_BACK_PLUGINS = `
set -e
LC_ALL=C; export LC_ALL
home=$1 kept=$1/.jenkins-tray/kept/$2 replaced=$1/.jenkins-tray/kept/$2.replaced request=$1/.jenkins-tray/upgrade-plugins
if [ -d "$kept" ]; then
  [ "$3" = free ] || { echo in-use; exit 0; }
  mkdir -p "$replaced/plugins"
  # Copies keep times; two files may have the same within a second.
  about() { if [ -d "$1" ]; then stat -c '%F %y' "$1"; else stat -c '%F %y %s' "$1"; fi 2>/dev/null; }
  same() { [ -e "$1" ] && [ "$(about "$1")" = "$(about "$2")" ]; }
  # $1: folder of the home, $2: of the copy, $3: of what is replaced; then names.
  restore() {
    to=$1 from=$2 aside=$3
    shift 3
    for name; do
      [ -e "$to/$name" ] || [ -h "$to/$name" ] || [ -e "$from/$name" ] || continue
      ! same "$from/$name" "$to/$name" || continue
      if [ -e "$to/$name" ] || [ -h "$to/$name" ]; then
        rm -rf "\${aside:?}/$name"
        mv "$to/$name" "$aside/$name"
      fi
      [ -e "$from/$name" ] || continue
      rm -rf "$to/.jenkins-tray-part"
      cp -a "$from/$name" "$to/.jenkins-tray-part"
      mv "$to/.jenkins-tray-part" "$to/$name"
    done
  }
  cd "$kept"; set -- *.xml; cd "$home"; set -- "$@" *.xml
  restore "$home" "$kept" "$replaced" "$@"
  if [ -d "$kept/plugins" ]; then
    mkdir -p "$home/plugins"
    cd "$kept/plugins"; set -- *; cd "$home/plugins"; set -- "$@" *
    restore "$home/plugins" "$kept/plugins" "$replaced/plugins" "$@"
  fi
fi
# Of a copy that found no space; the next one has another name.
[ "$3" != free ] || rm -rf "$kept.part"
rm -f "$request"
echo put-back
`;

/** Puts back plugins and settings before the Jenkins that had them comes back. Throws `home/in-use`, `home/plugins-not-put-back`. */
export async function putBackPlugins(
  step: Pick<Step & { kind: 'put-back-plugins' }, 'home' | 'image' | 'keptAs'>,
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { home, image, keptAs } = step;
  const inUse = await confirmHomeFree(run, signal, { except: besides('', run.names), agreed: null }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  signal.throwIfAborted();
  const { stdout, stderr } = await runHomeScript(
    {
      image,
      script: PUT_BACK_PLUGINS,
      args: [home, keptAs, inUse === null ? 'free' : 'in-use'],
      user: '1000',
      binds: [homeBind(home, run.world, false)],
      timeoutMs: MAX_WAIT_MS,
    },
    run,
    signal,
  );
  const verdict = stdout.trim();
  if (verdict === 'in-use' && inUse !== null) throw inUse;
  if (verdict !== 'put-back') throw new FailureError(homePluginsNotPutBack(home, keptAs, `${stdout}${stderr}`));
  // A new request decides about them again.
  const look = run.world.homes.pluginLook(home);
  await run.world.homes.rememberPlugins(home, look === null ? null : { ...look, keptAs: null });
}
