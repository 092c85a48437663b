import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { Json } from '../../electron/shared/settings-path.ts';
import { pageOf } from '../../electron/shared/snapshot.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { openPreview } from '../previewed-mode.ts';
import { ChangedValues } from '../settings/changed-values.tsx';
import { call, useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

/** After a failed start: goes back to the settings with which Jenkins was last ready, if they have changed since. */
export function SettingsBack() {
  const [isOpen, setOpen] = useState(false);
  const { answer, reload } = useQuery('settingsBack', '');
  useEffect(() => window.jenkinsTray.on('settings', reload), [reload]);
  const snapshot = useSnapshot();
  const changes = answer.kind === 'loaded' ? answer.value : {};
  if (Object.keys(changes).length === 0) return null;
  return (
    <>
      <Button disabled={isWorking(snapshot)} onClick={() => setOpen(true)}>
        {strings.settingsBack.open}
      </Button>
      {isOpen ? <BackDialog changes={changes} close={() => setOpen(false)} /> : null}
    </>
  );
}

interface BackDialogProps {
  readonly changes: Readonly<Record<string, Json>>;
  readonly close: () => void;
}

/** Each setting as it is and as it was. What then restarts Jenkins is previewed as for any other change. */
function BackDialog({ changes, close }: BackDialogProps) {
  const s = strings.settingsBack;
  const { intent, jenkins } = useSnapshot();
  const { answer: settings } = useQuery('settings', '');
  const { answer: preview } = useQuery('previewSettings', '', { ...changes });
  const [refused, setRefused] = useState<Failure | null>(null);
  const [isSaving, setSaving] = useState(false);
  const restarts = preview.kind === 'loaded' && preview.value.restarts.length > 0;
  const applies = intent !== 'off' && (restarts || pageOf(jenkins) === null);
  const save = async (): Promise<void> => {
    setSaving(true);
    const answer = await call('changeSettings', { ...changes });
    setSaving(false);
    // A cancelled dialog is no failure.
    if (!answer.ok) return setRefused(answer.failure.code === 'consent/needed' ? null : answer.failure);
    close();
    if (applies) openPreview(intent);
  };
  return (
    <Dialog
      title={s.title}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>{strings.dialog.cancel}</Button>
          <Button kind="primary" disabled={isSaving || preview.kind === 'loading'} onClick={() => void save()}>
            {applies ? strings.settings.saveApply : strings.settings.save}
          </Button>
        </>
      }
    >
      <div class="preview">
        {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
        <p>{s.lead}</p>
        <ChangedValues answer={settings} changes={changes} />
      </div>
    </Dialog>
  );
}
