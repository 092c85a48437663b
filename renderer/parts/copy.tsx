import { useEffect, useState } from 'preact/hooks';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';

/** How long the button shows "Copied". */
const COPIED_SHOWN_MS = 2000;

/** A button that copies `text` and confirms it. */
export function CopyButton({ text, label, children }: { text: string; label?: string; children?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    if ((await runAction('copyText', text)) === null) return;
    setCopied(true);
    announce(strings.copy.copied);
  };
  return (
    <Button kind="quiet" icon={copied ? 'done' : 'copy'} onClick={() => void copy()} {...(label && { label })}>
      {copied ? strings.copy.copied : (children ?? strings.copy.copy)}
    </Button>
  );
}
