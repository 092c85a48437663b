import { useEffect, useId, useMemo, useState } from 'preact/hooks';
import { consent } from '../../electron/shared/consents.ts';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import type { UpgradeWish } from '../../electron/shared/own-image.ts';
import { useQuery } from '../store.ts';
import { strings } from '../strings.ts';
import { AskedDialog } from './asked-dialog.tsx';
import { type ChosenVersion, wishOf } from './wish.ts';

/** After the last key, so that each version is previewed once. */
const TYPED_MS = 500;

export interface UpgradeDialogProps {
  readonly mode: JenkinsMode;
  readonly onClose: () => void;
  readonly onStarted: () => void;
}

/** Asks for a version, and previews the upgrade to it. `first`: what is chosen when it opens. */
export function UpgradeDialog({ first, ...props }: UpgradeDialogProps & { readonly first: ChosenVersion['kind'] }) {
  const s = strings.upgrades.dialog;
  const [chosen, setChosen] = useState<ChosenVersion>({ kind: first, typed: '' });
  const [keepsHome, setKeepsHome] = useState(true);
  const settled = useSettled(chosen);
  const wish = useMemo(() => wishOf(settled, keepsHome), [settled, keepsHome]);
  const given = useMemo(
    () => [settled.kind === 'same' ? consent.rebuild(Date.now()) : consent.upgrade(Date.now())],
    [settled.kind],
  );
  return (
    <AskedDialog {...props} title={s.title} wish={wish} given={given} isSettled={settled === chosen}>
      <VersionChoice chosen={chosen} choose={setChosen} />
      <label class="choice">
        <input
          type="checkbox"
          checked={keepsHome}
          onChange={({ currentTarget }) => setKeepsHome(currentTarget.checked)}
        />
        <span>
          {s.snapshot} {keepsHome ? null : <span class="quiet">{s.snapshotWhy}</span>}
        </span>
      </label>
      {wish === null ? <p class="quiet">{s.type}</p> : null}
    </AskedDialog>
  );
}

/** A typed version some time after its last change; another choice at once. */
function useSettled(chosen: ChosenVersion): ChosenVersion {
  const [settled, setSettled] = useState(chosen);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(chosen), chosen.kind === 'other' ? TYPED_MS : 0);
    return () => clearTimeout(timer);
  }, [chosen]);
  return settled;
}

interface VersionChoiceProps {
  readonly chosen: ChosenVersion;
  readonly choose: (next: ChosenVersion) => void;
}

function VersionChoice({ chosen, choose }: VersionChoiceProps) {
  const s = strings.upgrades.dialog;
  const hint = useId();
  const { answer } = useQuery('settings', '');
  const base = answer.kind === 'loaded' ? answer.value.settings.images.jenkinsBase : '';
  const labels = { today: s.today(base), lts: s.lts, other: s.other, same: s.same } as const;
  const kinds = ['today', 'lts', 'same', 'other'] as const;
  return (
    <fieldset class="stack">
      <legend class="preview-title">{s.to}</legend>
      {kinds.map((kind) => (
        <label key={kind} class="choice">
          <input
            type="radio"
            name="version"
            checked={chosen.kind === kind}
            onChange={() => choose({ ...chosen, kind })}
          />
          <span>{labels[kind]}</span>
        </label>
      ))}
      {chosen.kind === 'other' ? (
        <div class="row">
          <input
            class="input version-input"
            type="text"
            autoComplete="off"
            spellcheck={false}
            maxLength={512}
            value={chosen.typed}
            aria-label={s.version}
            aria-describedby={hint}
            onInput={({ currentTarget }) => choose({ kind: 'other', typed: currentTarget.value })}
          />
          <span id={hint} class="quiet">
            {s.example}
          </span>
        </div>
      ) : null}
    </fieldset>
  );
}

const BACK: UpgradeWish = { kind: 'back' };
export interface BackDialogProps extends UpgradeDialogProps {
  /** The version from before; null: unknown. */
  readonly jenkins: string | null;
  readonly snapshot: string | null;
}

/** Previews the way back from the last upgrade. */
export function BackDialog({ jenkins, snapshot, ...props }: BackDialogProps) {
  const s = strings.upgrades.backDialog;
  return (
    <AskedDialog {...props} title={s.title(jenkins)} wish={BACK} isSettled>
      <p>{snapshot === null ? s.withoutHome : s.withHome(snapshot)}</p>
    </AskedDialog>
  );
}
