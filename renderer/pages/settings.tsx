import { PageHead } from '../parts/card.tsx';

export function Settings() {
  return <PageHead title="Settings" />;
}
