import { useSnapshot } from '../store.ts';
import { closeUpgrade, useAskedUpgrade } from './asked.ts';
import { BackDialog, UpgradeDialog } from './upgrade-dialog.tsx';

/** The dialog of the upgrade that was asked for, if one was. */
export function UpgradeDialogs({ onStarted }: { readonly onStarted: () => void }) {
  const asked = useAskedUpgrade();
  const { intent } = useSnapshot();
  if (asked === null) return null;
  const common = { onClose: closeUpgrade, onStarted };
  // Jenkins may be off since the upgrade.
  if (asked.kind === 'back')
    return <BackDialog {...common} {...asked.back} mode={intent === 'off' ? asked.back.mode : intent} />;
  return intent === 'off' ? null : <UpgradeDialog {...common} mode={intent} first={asked.first} />;
}
