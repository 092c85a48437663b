import { expect, test } from 'vitest';
import { asksToInterrupt, consent, recreateConsent } from '../../../electron/shared/consents.ts';
import { gpuLostNotice } from '../../../electron/shared/gpu.ts';

test('ids stay what older versions stored and scripts read', () => {
  const ids = [
    consent.interrupt('c1'),
    consent.stopUncounted('jenkins-container'),
    consent.recreate('c1'),
    consent.reuseUnchanged(),
    consent.takeOver('c1'),
    consent.useVolume('data', 'v1'),
    consent.replaceImage('jenkins-image', 'sha256:1'),
    consent.replaceContext('jenkins-dind', 'ssh://build'),
    consent.endLeftover('c1'),
    consent.createHome('/srv/home'),
    consent.chownHome('/srv/home'),
  ];
  expect(ids.join('\n')).toMatchInlineSnapshot(`
    "interrupt:c1
    stop:jenkins-container
    recreate:c1
    as-they-are
    take-over:c1
    use:volume:data:v1
    replace:image:jenkins-image:sha256:1
    replace:context:jenkins-dind:ssh://build
    end:c1
    create:/srv/home
    chown:/srv/home"
  `);
});

test('only the question about builds asks to interrupt them', () => {
  expect(asksToInterrupt(consent.interrupt('c1'))).toBe(true);
  expect(asksToInterrupt(consent.stopUncounted('jenkins-container'))).toBe(false);
});

test('a notice of lost GPUs leads to the consent that recreates its container; no other notice does', () => {
  expect(recreateConsent(gpuLostNotice('c1'))).toBe(consent.recreate('c1'));
  expect(recreateConsent('gpuless')).toBeNull();
});
