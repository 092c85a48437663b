import { useState } from 'preact/hooks';
import type { Failure, Result } from '../../electron/shared/failure.ts';

/** Waits for main's answer to what a dialog asks for; `done`: called once it has begun. */
export function useAnswer(done: () => void) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [taking, setTaking] = useState(false);
  const take = async (answer: Promise<Result<boolean>>): Promise<void> => {
    setTaking(true);
    const result = await answer;
    setTaking(false);
    setFailure(result.ok ? null : result.failure);
    if (result.ok && result.value) done();
  };
  return { failure, taking, take };
}
