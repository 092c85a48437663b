import { PageHead } from '../parts/card.tsx';

export function Overview() {
  return <PageHead title="Overview" />;
}
