import { useEffect, useState } from 'preact/hooks';

/** The current time in milliseconds since 1970, updated every `every` ms; not updated while `every` is null. */
export function useNow(every: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (every === null) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment in this computer's time zone: `2026-11-26 08:10`. */
export function formatMoment(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
