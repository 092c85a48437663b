import { PageHead } from '../parts/card.tsx';

export function FirstStart() {
  return <PageHead title="FirstStart" />;
}
