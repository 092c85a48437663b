import { expect, test } from 'vitest';
import { redact } from '../../../../electron/shared/redact.ts';
import type { Check, Snapshot } from '../../../../electron/shared/snapshot.ts';
import { reportText, tally } from '../../../../renderer/diagnostics/report.ts';
import { idle } from '../../../lab/situations.ts';

const check = (state: Check['state'], detail: string, failure: Check['failure'] = null): Check => ({
  id: state,
  title: `Check ${state}`,
  state,
  detail,
  failure,
});

test('the report lists versions, state and checks as plain text', () => {
  const snapshot: Snapshot = {
    ...idle,
    gpu: {
      kind: 'absent',
      reason: 'no-smi',
      failure: { code: 'gpu/no-smi', title: 'nvidia-smi is not installed', detail: '' },
    },
  };
  const checks = [
    check('ok', 'Docker 29.7'),
    check('failed', 'Port 8081 is taken', { code: 'port/in-use', title: 'Port 8081 is taken', detail: 'By python3.' }),
  ];
  expect(reportText({ checks, versions: { 'Jenkins Tray': '0.1.0' }, snapshot }, redact)).toBe(
    [
      '# Jenkins Tray',
      'Jenkins Tray: 0.1.0',
      '',
      '# State',
      'requested: dood',
      'jenkins: running, dood, 2.568.2, http://127.0.0.1:8080',
      'engine: 29.7.0 (API 1.52), unix:///var/run/docker.sock, context default',
      'gpu: absent, gpu/no-smi: nvidia-smi is not installed',
      '',
      '# Checks',
      '[ok] Check ok: Docker 29.7',
      '[failed] Check failed: Port 8081 is taken',
      '  port/in-use: Port 8081 is taken',
      '  By python3.',
      '',
    ].join('\n'),
  );
});

test('a secret in a check does not leave the machine', () => {
  const checks = [check('failed', 'http://me:hunter2@proxy.example:3128/ does not answer')];
  expect(reportText({ checks, versions: {}, snapshot: idle }, redact)).toContain('http://(hidden)@proxy.example:3128/');
});

test('checks are counted by how they ended', () => {
  expect(tally([check('ok', ''), check('ok', ''), check('skipped', '')])).toEqual({
    ok: 2,
    warning: 0,
    failed: 0,
    skipped: 1,
  });
});
