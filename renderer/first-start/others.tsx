import { useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { Offer } from '../../electron/shared/offer.ts';
import type { Settings } from '../../electron/shared/settings.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Mark } from '../parts/icons.tsx';
import { call, useQuery } from '../store.ts';
import { strings } from '../strings.ts';

interface OthersProps {
  readonly settings: Settings;
  /** Called after the settings changed. */
  readonly changed: () => void;
}

/** The Jenkins that are there already: continue with one of them, or leave them alone. Nothing if there are none. */
export function Others({ settings, changed }: OthersProps) {
  const s = strings.firstStart.others;
  const { answer } = useQuery('offers', '');
  const [failure, setFailure] = useState<Failure | null>(null);
  const { leave, takeOver } = settings.others;
  const offers = answer.kind === 'loaded' ? answer.value : [];
  if (offers.length === 0 || leave) return null;
  const store = async (change: NonNullable<Offer['change']>): Promise<void> => {
    const stored = await call('changeSettings', change);
    setFailure(stored.ok ? null : stored.failure);
    if (stored.ok) changed();
  };
  return (
    <Card title={s.title(offers.length)} lead={s.lead}>
      {offers.map((offer) => (
        <OfferRow key={offer.name} offer={offer} chosen={offer.name === takeOver} store={store} />
      ))}
      {failure === null ? null : <FailureBlock failure={failure} alert />}
      <div class="row">
        <Button onClick={() => void store({ 'others.leave': true, 'others.takeOver': '' })}>{s.leave}</Button>
      </div>
    </Card>
  );
}

interface OfferRowProps {
  readonly offer: Offer;
  readonly chosen: boolean;
  readonly store: (change: NonNullable<Offer['change']>) => Promise<void>;
}

function OfferRow({ offer: { name, description, change, carried, lost, why }, chosen, store }: OfferRowProps) {
  const s = strings.firstStart.others;
  return (
    <div class="other">
      <p>{description}</p>
      {carried.length === 0 ? null : <p class="quiet small">{s.kept(carried)}</p>}
      {lost.length === 0 ? null : <p class="quiet small">{s.lost(lost)}</p>}
      {why === null ? null : <p class="quiet small">{why}</p>}
      {chosen ? (
        <p class="row">
          <Mark name="good" /> {s.chosen(name)}
        </p>
      ) : null}
      {change === null || chosen ? null : (
        <Button onClick={() => void store({ ...change, 'others.leave': false })}>{s.continueWith(name)}</Button>
      )}
    </div>
  );
}
