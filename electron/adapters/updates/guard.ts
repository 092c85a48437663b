import { spawn } from 'node:child_process';
import { goBack, updateNotStarted } from '../../shared/failures/update.ts';
import { failedNote, pendingNote, type UpdateNote } from './update-note.ts';

/** How long a newer version may take until it has removed the note, which it does with its icon there, s. */
const MAX_START_S = 120;
/** How long the earlier version may take to end, s. */
const MAX_END_S = 30;

/**
 * Waits for the earlier version to end, starts the newer one, and waits until that has removed the note. If it ends before
 * with an error, or takes too long: the note becomes that of a failure, an AppImage gets its earlier file back and is
 * started again, and for a package the command that goes back is told.
 */
const SCRIPT = `pid=$1 program=$2 pending=$3 failed=$4 earlier=$5 title=$6 text=$7 ends=$8 starts=$9
# One that has ended and that nobody waits for is still there as a zombie.
runs() { [ -e "/proc/$1" ] && ! grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null; }
n=0
while runs "$pid" && [ $n -lt $((ends * 5)) ]; do sleep 0.2; n=$((n + 1)); done
"$program" --hidden &
child=$!
n=0
while [ -e "$pending" ] && [ $n -lt $((starts * 5)) ]; do
  # Without an error it leaves the start to one that the user began meanwhile.
  if [ -n "$child" ] && ! runs $child; then wait $child || break; child=; fi
  sleep 0.2
  n=$((n + 1))
done
[ -e "$pending" ] || exit 0
[ -z "$child" ] || { kill $child 2>/dev/null && sleep 2 && kill -KILL $child 2>/dev/null; }
mv -f "$pending" "$failed"
# Whoever read this output may have gone with the earlier version: the signal of that ends the inner shell only.
(printf '%s\\n%s\\n' "$title" "$text" >&2) || :
if [ -n "$earlier" ] && mv -f "$earlier" "$program"; then
  "$program" --hidden &
else
  notify-send --app-name 'Jenkins Tray' --icon jenkins-tray --urgency critical "$title" "$text" 2>/dev/null
fi
exit 0`;

interface Guarded {
  readonly configDir: string;
  /** The process that ends for the newer version. */
  readonly pid: number;
  /** What starts the app: the AppImage, or the installed program. */
  readonly program: string;
  readonly note: UpdateNote;
  readonly env: NodeJS.ProcessEnv;
  /** Seconds, instead of the product's. */
  readonly limits?: { readonly end: number; readonly start: number };
}

/** Starts a process that outlives this one, and restarts the app in its newer version. Returns its id. */
export function startGuard({ configDir, pid, program, note, env, limits }: Guarded): number | undefined {
  const { title, detail, command } = updateNotStarted(note, note.kind === 'AppImage');
  const text =
    note.kind === 'AppImage' ? detail : `${detail}\n${command ?? goBack(note.kind, note.from, note.previous)}`;
  const { end, start } = limits ?? { end: MAX_END_S, start: MAX_START_S };
  // The earlier AppImage is put back; the earlier package is installed by who may.
  const earlier = note.kind === 'AppImage' ? (note.previous ?? '') : '';
  const given = [String(pid), program, pendingNote(configDir), failedNote(configDir), earlier, title, text];
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', ...given, String(end), String(start)], {
    // The folder of a mounted AppImage is gone with it.
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  child.unref();
  return child.pid;
}
