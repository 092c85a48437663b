import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../doubles/script-stage.ts';
import { ROOT } from '../../../../../lab/paths.ts';

const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;

/** Adds a CA file to a base that has these commands. */
function add(content: string | null, commands: Record<string, string>) {
  const stage = scriptStage();
  for (const [name, body] of Object.entries(commands)) stage.stub(name, body);
  const company = join(stage.folder, 'company');
  stage.write('company/ca', '');
  if (content !== null) stage.write('company/company-ca.crt', content);
  const ran = stage.run('assets/docker/jenkins/build/ca', [company], {
    JENKINS_TRAY_CA_FOLDER: join(stage.folder, 'ca', 'jenkins-tray'),
  });
  return { ...ran, stage };
}

test('both build contexts have the same file', () => {
  const [a, b] = ['jenkins', 'dind'].map((role) => readFileSync(join(ROOT, 'assets/docker', role, 'build/ca'), 'utf8'));
  expect(a).toBe(b);
});

test('each certificate of the file goes into the system’s store and into Java’s', () => {
  const { status, stage } = add(`# ours\r\n${pem('one')}text\n${pem('two')}`, {
    'update-ca-certificates': '',
    keytool: '',
  });
  expect(status).toBe(0);
  expect(readdirSync(join(stage.folder, 'ca/jenkins-tray'))).toEqual(['company-1.crt', 'company-2.crt']);
  expect(stage.read('ca/jenkins-tray/company-2.crt')).toBe(pem('two'));
  expect(stage.calls()[0]).toBe('update-ca-certificates ');
  const imports = stage.calls().filter((call) => call.includes('-importcert'));
  expect(imports.map((call) => /company-\d\.crt/.exec(call)?.[0])).toEqual(['company-1.crt', 'company-2.crt']);
});

test('a base without a store uses them for apt until it has one', () => {
  const { stage } = add(pem('one'), {});
  expect(stage.read('etc/apt/apt.conf.d/90jenkins-tray-ca')).toContain(`${stage.folder}/ca/jenkins-tray.pem`);
});

test('no file is no work, and another kind of file is refused', () => {
  expect(add(null, { keytool: 'exit 1' })).toMatchObject({ status: 0, stdout: '' });
  const ran = add('DER', {});
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain('images.caFile: not a certificate in PEM form');
});
