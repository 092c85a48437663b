import { PageHead } from '../parts/card.tsx';

export function Builds() {
  return <PageHead title="Builds" />;
}
