import { execFile } from 'node:child_process';

/**
 * Presses the first button of main's dialog, which no page can press, and says so: a window without a name, with its
 * buttons at the bottom.
 */
export const PRESS_DIALOG = `for window in $(xdotool search --onlyvisible --name '^$'); do
  eval "$(xdotool getwindowgeometry --shell "$window")"
  if [ "$WIDTH" -gt 200 ] && [ "$HEIGHT" -lt 400 ]; then
    xdotool mousemove $((X + WIDTH / 4)) $((Y + HEIGHT - 16)) click 1; echo pressed; break
  fi
done`;

const INTERVAL_MS = 500;

/** Presses every dialog on this display, until `end`. */
export function pressDialogs(): { end(): void } {
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    timer = setTimeout(() => {
      execFile('sh', ['-c', PRESS_DIALOG], () => {
        if (!over) look();
      });
    }, INTERVAL_MS);
  };
  look();
  return {
    end() {
      over = true;
      clearTimeout(timer);
    },
  };
}
